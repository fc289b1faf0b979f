"""Names to draw from, the commoner ones first. Any likeness to a person is chance."""

GIRLS = """
Olivia Amelia Isla Ava Mia Ivy Lily Freya Florence Willow Sophia Isabella Grace Daisy Sienna Poppy Elsie Emily Ella
Evelyn Phoebe Evie Charlotte Harper Millie Matilda Maya Sofia Emilia Isabelle Ruby Luna Maisie Aria Penelope Mila
Bonnie Eva Hallie Eliza Ada Violet Esme Arabella Imogen Jessica Delilah Chloe Orla Rosie Aurora Alice Zara Robyn Erin
Thea Layla Lottie Summer Nancy Maryam Fatima Aisha Amina Hafsa Zainab Ayla Inaya Anaya Priya Diya Anika Meera Saanvi
Wiktoria Zofia Maja Hanna Oliwia Ewa Ioana Adaeze Chiamaka Amara Temi Folake Ngozi Abena Esi Mei Lan Xin Yuki Hana Noor
Leila Yasmin Soraya Nia Carys Seren Niamh Aoife Saoirse Roisin Eilidh Skye Morgan Rowan Alex Zoë Chloé Renée Beatrix
Clementine Tabitha Marnie Heidi Lydia Martha Edith Connie Iris Olive Hazel Holly Jasmine Bethany Georgia Lauren Megan
Abigail Hannah Rebecca Naomi Leah Miriam Esther Ruth Keziah Tia Kayla Shanice Tiana Destiny Princess Blessing Joy Mercy
""".split()

BOYS = """
Noah Muhammad George Oliver Leo Arthur Oscar Theodore Theo Freddie Harry Archie Arlo Charlie Jack Henry Alfie Luca Lucas
Tommy Finley Thomas William Albie Edward James Max Roman Isaac Teddy Reuben Mohammed Rory Louie Jude Adam Joshua Hudson
Elijah Jacob Hugo Sonny Ezra Logan Ethan Toby Reggie Ronnie Alexander Mason Samuel Harrison Benjamin Daniel Joseph Finn
Dylan Caleb Otis Jasper Felix Rowan Yusuf Ibrahim Ahmed Ali Hamza Bilal Zayn Omar Musa Ayaan Rayan Arjun Rohan Vihaan
Aarav Kabir Dev Jakub Szymon Filip Antoni Kacper Oskar Mateusz Andrei Stefan Chinedu Emeka Tobi Femi Kofi Kwame Yaw Kian
Wei Jun Hiro Kenji Minh Duc Osian Dylan Rhys Ioan Iestyn Oisín Cillian Fionn Callum Angus Fergus Hamish Morgan Alex Robin
Jordan Kai Jayden Tyrell Malachi Micah Levi Gabriel Raphael Dominic Sebastian Barnaby Rupert Monty Wilfred Stanley Albert
Ernest Frank Ralph Ted Vinnie Bobby Jimmy Lenny Harvey Riley Tyler Connor Liam Kyle Ryan Nathan Aaron Luke Matthew Peter
""".split()

ADULTS_EXTRA = """
Karen Susan Deborah Tracey Nicola Lisa Michelle Claire Joanne Helen Sarah Emma Rachel Kelly Gemma Stacey Natalie Donna
Angela Dawn Julie Mandy Anita Sunita Nasreen Shabana Rukhsana Agnieszka Katarzyna Elena Mihaela Blessing Comfort Grace
Paul Mark Andrew Steven Darren Lee Gary Craig Wayne Stuart Neil Simon Ian Kevin Carl Dean Jason Shane Imran Tariq Rajesh
Sanjay Piotr Tomasz Marek Ion Emmanuel Samuel Kwabena Chukwu Hao Jian Vinh
""".split()

FAMILIES = """
Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright Thompson Evans Walker White Roberts Green
Hall Wood Jackson Khan Clarke Hughes Edwards Turner Hill Moore Lewis Harris Singh Cooper Ward Martin Ahmed Morris King
Baker Harrison Morgan Allen Scott Hussain Watson Parker Bennett Young Begum Cook Shaw Bailey Carter Richardson Ali Bell
Cox Kelly Mitchell Collins Kaur Adams Foster Ellis Miller Marshall Chapman Richards Gray Price Murray Webb Mills Palmer
Holmes Rogers Stevens Murphy Mason Barnes Knight Hunt Powell Campbell Simpson Fox Jenkins Butler Dixon Pearson Fisher
Russell Reynolds Lloyd Ford Grant Fletcher Stone West Burns Hart Lane Nowak Kowalski Wojcik Popescu Ionescu Okafor Adeyemi
Mensah Owusu Boateng Nguyen Tran Chen Wang Zhang Li Tanaka Sato Rahman Islam Chowdhury Miah Uddin Sharma Gupta Mehta Desai
Iqbal Mahmood Akhtar Malik Hassan Mohamed Abdi Yusuf O'Brien O'Neill O'Connor Doyle Byrne Ryan Gallagher McCarthy McKenzie
MacDonald Stewart Ross Reid Fraser Sutherland Pritchard Bowen Rees Vaughan Griffiths Howells Pugh Probert Trevithick
Penrose Tregear Nance Hocking Pascoe Blewett Quick Quill Pryce Varley Dray Lund Roe Trask Sole Voss Marsh Dunne Lyle
Ashdown Barrowclough Birtwistle Blackwood Bracewell Bramley Buckland Calloway Carrington Clegg Cobbold Coldwell Crabtree
Crowther Dalby Dearden Dewhurst Eastwood Entwistle Fairclough Farrow Fielding Gledhill Greenhalgh Hainsworth Hardcastle
Haworth Heaton Hebblethwaite Hesketh Holroyd Horsfall Illingworth Jagger Kershaw Lockwood Longbottom Lumb Mallinson
Metcalfe Murgatroyd Naylor Oldroyd Ogden Peverell Pickles Priestley Ramsbottom Ratcliffe Rawnsley Rushworth Saville
Schofield Scholes Shackleton Sugden Sutcliffe Sykes Thackray Thwaite Tordoff Uttley Verity Wadsworth Whitaker Whiteley
Widdop Womersley Armitage Ainsworth Aspinall Balderstone Bickerstaffe Brindle Catterall Duckworth Eckersley Gorton Halliwell
Hargreaves Higginbottom Isherwood Kenyon Leyland Mather Openshaw Partington Pilkington Rigby Seddon Tattersall Unsworth
Winstanley Worsley Dos-Santos Ferreira Silva Costa Garcia Lopez Rossi Bianchi Schmidt Weber Novak Horvat Petrov Ivanova
Kaya Yilmaz Demir Hosseini Rezaei Haddad Mansour Levy Cohen Goldberg Friedman Tesfaye Bekele Haile Kamara Sesay Conteh
Mwangi Otieno Njoroge Moyo Ncube Dube Banda Phiri D'Souza Fernandes Pereira Perera Silva-Costa Gurung Rai Tamang Thapa
""".split()

STREETS = """
Alder Ash Beck Beech Birch Bramble Brook Cedar Chapel Church Clover Cobbler Copse Cross Dale Down Elm Farrier Fell Fern
Field Forge Garth Glebe Gorse Grange Green Hawthorn Hazel Heath High Hill Holly Ivy Juniper Kiln Lark Linden Long Lower
Maple Marsh Meadow Mill Moor North Oak Orchard Park Pear Pinfold Poplar Quarry Rectory Ridge River Rowan Saddler School
Shepherd South Spring Station Stone Sycamore Tanner Thorn Thwaite Tithe Upper Vicarage Walnut Water Weaver West Willow Yew
""".split()

KINDS_OF_STREET = ("Road", "Street", "Lane", "Close", "Avenue", "Way", "Drive", "Gardens", "Court", "Rise")
TOWNS = ("Wexcombe", "Hollin Bridge", "Oakmere", "Saltby", "Thornwick", "Marlow Heath", "Great Pellow", "Little Pellow")
