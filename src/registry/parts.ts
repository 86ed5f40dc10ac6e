import "server-only";
// What domains hand over to the kernel and to each other. Each door of the app and the background thread load it whole:
// any of them may be what a process is asked first.
import "./bootstraps";
import "./importers";
import "./jobs";
import "./mails";
import "./realtime";
import "./search";
import "./timelines";
