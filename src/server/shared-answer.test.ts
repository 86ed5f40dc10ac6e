import { expect, test } from "vitest";
import { SharedAnswer } from "./shared-answer";

/** A query whose answers the test gives, in the order in which it was sent. */
function asked() {
  const answers: { give(value: string): void; fail(): void }[] = [];
  const shared = new SharedAnswer(
    () => new Promise<string>((give, fail) => answers.push({ give, fail: () => fail(new Error("away")) })),
  );
  return { shared, answers };
}

test("callers during an answer share the next one", async () => {
  const { shared, answers } = asked();
  const first = shared.get();
  const [second, third] = [shared.get(), shared.get()];
  expect(answers).toHaveLength(1);
  answers[0]?.give("old");
  expect(await first).toBe("old");
  await expect.poll(() => answers.length).toBe(2);
  const fourth = shared.get();
  answers[1]?.give("new");
  expect(await Promise.all([second, third])).toEqual(["new", "new"]);
  await expect.poll(() => answers.length).toBe(3);
  answers[2]?.give("newest");
  expect(await fourth).toBe("newest");
});

test("an answer that failed is nobody else's, and who asks later asks anew", async () => {
  const { shared, answers } = asked();
  const first = shared.get();
  const second = shared.get();
  answers[0]?.fail();
  await expect(first).rejects.toThrow("away");
  await expect.poll(() => answers.length).toBe(2);
  answers[1]?.give("there");
  expect(await second).toBe("there");
  const later = shared.get();
  expect(answers).toHaveLength(3);
  answers[2]?.give("again");
  expect(await later).toBe("again");
});
