"""季度通报: the quarter's numbers with their 口径, issued once as a Word document."""
