"""The systems that are measured, each in an environment of its own: nothing but it and Python's library is needed.

They all get the same terms: a line for each passage, and one for each question, with a space between two terms. The bot
gets what people have: a folder of leaflets, and questions as they are typed.
"""
