"""What the pages show, as plain values: no framework, no markup."""
