"""What the data warehouse (Gegevensmagazijn) of the Tweede Kamer says of people, cases and their papers."""
