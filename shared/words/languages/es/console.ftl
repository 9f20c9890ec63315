# The console: Today, Cases, Customers and Reports.
