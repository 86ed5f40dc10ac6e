import "server-only";
// Everything that domains register with the kernel and each other. Each entry of the app and the background thread
// loads all of it, because any of them may be the first to need it.
import "./bootstraps";
import "./exported";
import "./importers";
import "./jobs";
import "./limits";
import "./mails";
import "./realtime";
import "./search";
import "./timelines";
