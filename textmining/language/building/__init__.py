"""From a treebank in CoNLL-U to the finished, tested pipeline folder."""
