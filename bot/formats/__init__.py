"""Invoices for other programs: JSON, CSV, calendars; and tables for terminals."""
