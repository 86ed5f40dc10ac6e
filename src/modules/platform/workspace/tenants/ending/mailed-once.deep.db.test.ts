import { beforeEach, expect, test, vi } from "vitest";
import { testWorkspace } from "@/test/ctx";
import { notifyOfUndo } from "./operations/notify";

/** A mail server that answers as each address asks it to; before any module reads where it is. */
const server = await vi.hoisted(async () => {
  vi.resetModules();
  const { SMTPServer } = await import("smtp-server");
  const taken: string[] = [];
  const answers = new Map<string, number | "hang up">();
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, done) {
      const answer = answers.get(address);
      done(typeof answer === "number" ? Object.assign(new Error("not now"), { responseCode: answer }) : null);
    },
    onData(stream, { envelope, id }, done) {
      stream.resume().on("end", () => {
        const [to = ""] = envelope.rcptTo.map(({ address }) => address);
        taken.push(to);
        if (answers.get(to) !== "hang up") return done();
        for (const connection of smtp.connections) if (connection.id === id) connection.close();
      });
    },
  });
  smtp.on("error", () => undefined);
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", () => resolve()));
  const { port } = smtp.server.address() as { port: number };
  process.env.SMTP_URL = `smtp://127.0.0.1:${port}`;
  return { taken, answers };
});
beforeEach(() => {
  server.taken.length = 0;
  server.answers.clear();
});

/** A workspace with an owner and two admins, and a mail to all three. */
async function place() {
  const workspace = await testWorkspace();
  const people = [await workspace.join("owner"), await workspace.join("admin"), await workspace.join("admin")];
  const [first = "", second = "", third = ""] = people.map(({ email }) => email);
  const tell = () => notifyOfUndo(workspace.system, "one event");
  return { first, second, third, tell };
}

test("each gets the mail once, however often it is told", async () => {
  const { first, second, third, tell } = await place();
  await Promise.all([tell(), tell()]);
  await tell();
  expect(server.taken.toSorted()).toEqual([first, second, third].toSorted());
});

test("an address that the mail server refuses for good stops no other", async () => {
  const { first, second, third, tell } = await place();
  server.answers.set(first, 550);
  await tell();
  await tell();
  expect(server.taken).toEqual([second, third]);
});

test("the job comes again for those whom the mail server puts off, and for no other", async () => {
  const { first, second, third, tell } = await place();
  server.answers.set(second, 451);
  await expect(tell()).rejects.toThrow("The mail server said: 451");
  expect(server.taken).toEqual([first, third]);
  server.answers.clear();
  await tell();
  expect(server.taken).toEqual([first, third, second]);
});

test("a mail that may have arrived is not sent again", async () => {
  const { first, second, third, tell } = await place();
  server.answers.set(first, "hang up");
  await tell();
  await tell();
  expect(server.taken).toEqual([first, second, third]);
});
