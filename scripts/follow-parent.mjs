// Loaded into child processes (`node --import`): when the parent is gone, however it ended, the child goes too.
process.on("disconnect", () => process.exit(1));
