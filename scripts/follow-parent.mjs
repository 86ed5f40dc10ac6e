// Loaded into child processes (`node --import`): when the parent is gone, however it ended, the child goes too.
process.on("disconnect", () => process.exit(1));
// Listening holds the channel open, and with it a child that has nothing left to do.
process.channel?.unref();
