"""What a reader says about a text; knows no terminal, no article, no screen."""
