"""Tables in files: CSV and XLSX read and written, cells made into values; no SQL, no clock."""
