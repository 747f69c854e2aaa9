# An article of a content management system goes out with its quotations marked, and with JSON-LD of those that an
# editor has accepted. article.html is the page as the system holds it; tests/test_cms_script.py runs these lines.

# What was said, by whom, and the words that show it.
quotes annotate article.html -o article.json

# A page to check that on: an editor opens it in a browser and saves corrections.json beside it.
quotes render article.json --format review -o review.html

# What the editor decided is put into the annotation; where the article is another than the one that was checked,
# nothing is written.
quotes apply article.json corrections.json -o checked.json

# The page itself, nothing in it changed but the marks that are added.
quotes render checked.json --source article.html --format inplace --json-ld -o published.html
