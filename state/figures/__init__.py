"""What the invoices come to: by age, by week, as a whole, and since the last time. All pure."""
