"""Where records and bytes are kept: in memory, or in a folder."""
