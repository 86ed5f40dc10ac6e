import { describe, expect, test } from "vitest";
import { isOnItsWay, stepUpload, summaryOf, type Upload, type UploadEvent } from "./upload-state";

const waiting: Upload = {
  key: "1",
  target: { entity: "account", recordId: "a" } as const,
  recordName: "Acme",
  name: "offer.pdf",
  size: 100,
  sent: 0,
  state: "waiting",
  refusal: null,
};

const reached = (...events: UploadEvent[]) => events.reduce(stepUpload, waiting);
const failed: UploadEvent = { type: "failed", message: "No connection." };

describe("an upload", () => {
  test("goes from waiting over sending and checking to done", () => {
    const states = [{ type: "begun" }, { type: "sent", bytes: 40 }, { type: "checking" }, { type: "done" }] as const;
    let now = waiting;
    const seen = states.map((event) => {
      now = stepUpload(now, event);
      return [now.state, now.sent];
    });
    expect(seen).toEqual([
      ["sending", 0],
      ["sending", 40],
      ["checking", 100],
      ["done", 100],
    ]);
  });

  test("never shows more than its size", () => {
    expect(reached({ type: "begun" }, { type: "sent", bytes: 140 }).sent).toBe(100);
  });

  test("keeps the bytes that the server has when it fails, and begins again from there", () => {
    const stopped = reached({ type: "begun" }, { type: "sent", bytes: 40 }, failed);
    expect(stopped).toMatchObject({ state: "failed", sent: 40, refusal: "No connection." });
    expect(stepUpload(stopped, { type: "retried" })).toMatchObject({ state: "waiting", sent: 40, refusal: null });
  });

  test("waits for an answer when its name is taken, and then for its turn", () => {
    const asking = reached({ type: "begun" }, { type: "asked" });
    expect(asking.state).toBe("asking");
    expect(isOnItsWay(asking)).toBe(true);
    expect(stepUpload(asking, { type: "sent", bytes: 10 })).toBe(asking);
    expect(stepUpload(asking, { type: "answered" }).state).toBe("waiting");
  });

  test("ignores late events of an attempt that has ended", () => {
    const stopped = reached({ type: "begun" }, failed);
    for (const late of [{ type: "sent", bytes: 90 }, { type: "checking" }, { type: "done" }] as const)
      expect(stepUpload(stopped, late)).toBe(stopped);
    const done = reached({ type: "begun" }, { type: "checking" }, { type: "done" });
    expect(stepUpload(done, failed)).toBe(done);
    expect(stepUpload(done, { type: "retried" })).toBe(done);
  });

  test("is on its way until it is done or has failed", () => {
    expect(isOnItsWay(waiting)).toBe(true);
    expect(isOnItsWay(reached({ type: "begun" }, { type: "checking" }))).toBe(true);
    expect(isOnItsWay(reached(failed))).toBe(false);
    expect(isOnItsWay(reached({ type: "begun" }, { type: "checking" }, { type: "done" }))).toBe(false);
  });
});

test("several uploads are summed up", () => {
  const half = reached({ type: "begun" }, { type: "sent", bytes: 50 });
  const done = reached({ type: "begun" }, { type: "checking" }, { type: "done" });
  expect(summaryOf([half, done, reached(failed)])).toEqual({
    coming: 1,
    asking: 0,
    done: 1,
    failed: 1,
    sent: 150,
    size: 300,
  });
});
