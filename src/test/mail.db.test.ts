import { randomUUID } from "node:crypto";
import { createTransport } from "nodemailer";
import { expect, it } from "vitest";
import { mailsTo, mailTo } from "./mail";

it("keeps what is sent, for each address apart, and the first stays the first", async () => {
  const [ann, bob] = [`ann-${randomUUID()}@test.example`, `bob-${randomUUID()}@test.example`];
  const transport = createTransport(process.env.SMTP_URL);
  const send = (to: string, subject: string) => transport.sendMail({ from: "a@test.example", to, subject, text: "x" });
  await send(ann, "first");
  await send(bob, "other");
  await send(ann, "second");
  transport.close();
  expect((await mailTo(ann)).subject).toBe("first");
  expect((await mailTo(ann, 2)).subject).toBe("second");
  expect((await mailsTo(bob)).map(({ subject }) => subject)).toEqual(["other"]);
});
