// Loaded into child processes (`node --import`): when the parent has ended, for any reason, the child ends too. Node
// passes this flag on to the child's own children; their channel belongs to them and is left alone.
if (process.env.FOLLOW_PARENT === String(process.ppid)) {
  process.on("disconnect", () => process.exit(1));
  // This listener must not keep a finished child alive.
  process.channel?.unref();
}
