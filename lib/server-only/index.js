// Next refuses this specifier in client bundles; everywhere else it is empty.
