// Loaded into child processes (`node --import`): when the parent is gone, however it ended, the child goes too.
// It looks, rather than listens on a channel: a listener would keep a child alive that has nothing left to do.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 500).unref();
