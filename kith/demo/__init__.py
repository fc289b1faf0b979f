"""An invented council, its schools and children: to try Kith with, to test it with, to measure it with.

Nobody here exists. Telephone numbers, mail domains, postcodes and NHS numbers are from ranges nobody is given.
"""
