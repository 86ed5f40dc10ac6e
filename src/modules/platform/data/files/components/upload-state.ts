import type { FileTarget } from "../schema";

/** The record that a file is added to. */
export type UploadTarget = FileTarget;

/** `asking`: its record has a file of this name, and the person says which of the two is meant. */
export type UploadState = "waiting" | "sending" | "asking" | "checking" | "done" | "failed";

/** One file on its way from this tab to the server. */
export interface Upload {
  key: string;
  target: UploadTarget;
  /** The record's name, for the panel of uploads. */
  recordName: string;
  name: string;
  size: number;
  /** Bytes that are sent. */
  sent: number;
  state: UploadState;
  /** The reason of a failure. */
  refusal: string | null;
}

export type UploadEvent =
  | { type: "begun" }
  | { type: "sent"; bytes: number }
  | { type: "checking" }
  | { type: "done" }
  | { type: "failed"; message: string }
  | { type: "asked" }
  | { type: "delayed" }
  | { type: "answered" }
  | { type: "retried" };

/** The states in which each event is accepted; in any other it changes nothing, as a late event of a stopped attempt. */
const accepted: Readonly<Record<UploadEvent["type"], readonly UploadState[]>> = {
  begun: ["waiting"],
  sent: ["sending"],
  checking: ["sending"],
  done: ["checking"],
  failed: ["waiting", "sending", "checking"],
  asked: ["sending"],
  delayed: ["sending", "checking"],
  answered: ["asking"],
  retried: ["failed"],
};

const following = {
  begun: "sending",
  asked: "asking",
  answered: "waiting",
  delayed: "waiting",
  checking: "checking",
  done: "done",
  retried: "waiting",
} as const satisfies Partial<Record<UploadEvent["type"], UploadState>>;

/** An upload after an event. */
export function stepUpload(upload: Upload, event: UploadEvent): Upload {
  if (!accepted[event.type].includes(upload.state)) return upload;
  if (event.type === "sent") return { ...upload, sent: Math.min(event.bytes, upload.size) };
  if (event.type === "failed") return { ...upload, state: "failed", refusal: event.message };
  const state = following[event.type];
  return {
    ...upload,
    state,
    refusal: null,
    sent: state === "checking" || state === "done" ? upload.size : upload.sent,
  };
}

/** Whether this tab still has something to do for it. */
export const isOnItsWay = ({ state }: Upload): boolean => state !== "done" && state !== "failed";

/** All uploads together, for one line and one bar. */
export function summaryOf(uploads: readonly Upload[]) {
  const of = (wanted: (upload: Upload) => boolean) => uploads.filter(wanted).length;
  return {
    coming: of(isOnItsWay),
    asking: of(({ state }) => state === "asking"),
    done: of(({ state }) => state === "done"),
    failed: of(({ state }) => state === "failed"),
    sent: uploads.reduce((sum, { sent }) => sum + sent, 0),
    size: uploads.reduce((sum, { size }) => sum + size, 0),
  };
}
