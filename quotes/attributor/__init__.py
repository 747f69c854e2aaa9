"""Who said it: from each quotation to the words that name its source, and from those to a speaker."""
