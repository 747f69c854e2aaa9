"""What an editor decides: corrections as a log, applying them, joining two reviewers, and the page they are made on."""
