// Loaded into child processes (`node --import`): when the parent is gone, however it ended, the child goes too.
// Node hands this flag on to the child's own children; their channel belongs to them and is left alone.
if (process.env.FOLLOW_PARENT === String(process.ppid)) {
  process.on("disconnect", () => process.exit(1));
  // Waiting for that must not keep alive a child that has done its work.
  process.channel?.unref();
}
