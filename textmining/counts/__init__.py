"""Theme counts with intervals, agreement between coders; arrays in, records out."""
