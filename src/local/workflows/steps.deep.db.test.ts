import { NonRetriableError, RetryAfterError } from "inngest";
import { describe, expect, it } from "vitest";
import { endedRun, gate, isForeign, runsOf, type TestApp, testedServer, until } from "@/test/workflows";

const { server, serveFunctions } = testedServer();
const posts = (app: TestApp) => app.calls.filter(({ method }) => method === "POST");

describe("steps", () => {
  it("7: stores what a plain function returns, undefined as null, half a character as none", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "value", triggers: { event: "plain/value" } }, ({ event }) => ({ got: event.data })),
      client.createFunction({ id: "nothing", triggers: { event: "plain/nothing" } }, () => undefined),
    ]);
    const { ids } = await app.send([{ name: "plain/value", data: { a: "\u0000ü\ud800" } }, { name: "plain/nothing" }]);
    expect(await endedRun(server, ids[0])).toMatchObject({
      status: "Completed",
      output: { got: { a: "\u0000ü\ufffd" } },
    });
    expect(await endedRun(server, ids[1])).toMatchObject({ status: "Completed", output: null });
  });

  it("8: runs two in three calls, each once", async () => {
    const ran: string[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "two", triggers: { event: "steps/two" } }, async ({ step }) => {
        const first = await step.run("first", () => ran.push("first"));
        const second = await step.run("second", () => ran.push("second"));
        return { first, second };
      }),
    ]);
    const { ids } = await app.send({ name: "steps/two" });
    expect(await endedRun(server, ids[0])).toMatchObject({ output: { first: 1, second: 2 } });
    expect(ran).toEqual(["first", "second"]);
    expect(posts(app)).toHaveLength(3);
  });

  it("9: tells the same id in a loop apart", async () => {
    let ran = 0;
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "loop", triggers: { event: "steps/loop" } }, async ({ step }) => {
        const results: number[] = [];
        for (const n of [1, 2, 3]) {
          const result = await step.run("x", () => {
            ran++;
            return n;
          });
          results.push(result);
        }
        return results;
      }),
    ]);
    const { ids } = await app.send({ name: "steps/loop" });
    expect(await endedRun(server, ids[0])).toMatchObject({ output: [1, 2, 3] });
    expect(ran).toBe(3);
  });

  it("10: runs three at once in one call each, and asks once what comes next", async () => {
    const ran: string[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "parallel", triggers: { event: "steps/parallel" } }, ({ step }) =>
        Promise.all(
          ["a", "b", "c"].map((name) =>
            step.run(name, () => {
              ran.push(name);
              return name;
            }),
          ),
        ),
      ),
    ]);
    const { ids } = await app.send({ name: "steps/parallel" });
    expect(await endedRun(server, ids[0])).toMatchObject({ output: ["a", "b", "c"] });
    expect(ran.sort()).toEqual(["a", "b", "c"]);
    const asked = posts(app).map(({ query }) => query.get("stepId"));
    expect(asked.filter((id) => id !== "step")).toHaveLength(3);
    expect(asked.filter((id) => id === "step")).toHaveLength(2);
  });

  it("11: waits for a sleep beside others before it goes on", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "fan", triggers: { event: "steps/fan" } }, async ({ step }) => {
        const began = await step.run("began", () => Date.now());
        await Promise.all([step.run("quick", () => 1), step.sleep("nap", "1s")]);
        return step.run("lasted", () => Date.now() - began);
      }),
    ]);
    const { ids } = await app.send({ name: "steps/fan" });
    const { output } = await endedRun(server, ids[0]);
    expect(output).toBeGreaterThanOrEqual(950);
  });

  it("12: does not run twice what is under way and reported again", async () => {
    const ran: string[] = [];
    const { held, release } = gate();
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "again", triggers: { event: "steps/again" } }, async ({ step, group }) => {
        await group.parallel({ mode: "race" }, () =>
          Promise.race([
            step.run("quick", () => "quick"),
            step.run("held", async () => {
              ran.push("held");
              await held;
            }),
          ]),
        );
        await step.run("after", () => ran.push("after"));
      }),
    ]);
    const { ids } = await app.send({ name: "steps/again" });
    await until(() => ran.includes("after") && ran.includes("held"));
    release();
    expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed" });
    expect(ran.sort()).toEqual(["after", "held"]);
  });

  it("13: goes on with the first of a race", async () => {
    const ran: string[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "race", triggers: { event: "steps/race" } }, async ({ step, group }) => {
        const winner = await group.parallel({ mode: "race" }, () =>
          Promise.race([
            step.run("quick", () => "quick"),
            step.waitForEvent("slow", { event: "steps/let-go", timeout: "1h" }).then(() => {
              ran.push("slow came");
              return "slow";
            }),
          ]),
        );
        return step.run("after", () => {
          ran.push("after");
          return winner;
        });
      }),
    ]);
    const { ids } = await app.send({ name: "steps/race" });
    await until(() => ran.includes("after"));
    // The SDK ends the run only when the loser is there too.
    await app.send({ name: "steps/let-go" });
    expect(await endedRun(server, ids[0])).toMatchObject({ output: "quick" });
    expect(ran[0]).toBe("after");
    expect(ran.filter((one) => one === "after")).toHaveLength(1);
  });

  it("14: sleeps a second, less as a second, and not at all until a date that is past", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "sleeps", triggers: { event: "steps/sleeps" } }, async ({ step }) => {
        const times = [await step.run("t0", () => Date.now())];
        await step.sleepUntil("past", new Date(Date.now() - 60_000));
        times.push(await step.run("t1", () => Date.now()));
        await step.sleep("second", "1s");
        times.push(await step.run("t2", () => Date.now()));
        await step.sleep("half", 500);
        times.push(await step.run("t3", () => Date.now()));
        return times;
      }),
    ]);
    const { ids } = await app.send({ name: "steps/sleeps" });
    const [t0 = 0, t1 = 0, t2 = 0, t3 = 0] = (await endedRun(server, ids[0])).output as number[];
    expect(t1 - t0).toBeLessThan(60_000);
    expect(t2 - t1).toBeGreaterThanOrEqual(950);
    expect(t3 - t2).toBeGreaterThanOrEqual(950);
  });
});

describe("failures", () => {
  it("19: a step is tried as often as it says, then the function may catch it", async () => {
    const attempts: number[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction(
        { id: "tries", triggers: { event: "fail/tries" }, retries: 2 },
        async ({ step, attempt }) => {
          try {
            await step.run("bad", () => {
              attempts.push(attempt);
              throw new Error("no luck");
            });
          } catch (error) {
            return step.run("caught", () => (error as Error).message);
          }
        },
      ),
    ]);
    const { ids } = await app.send({ name: "fail/tries" });
    expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed", output: "no luck" });
    expect(attempts).toEqual([0, 1, 2]);
  });

  it("19: attempts of a step that is one of several are its own", async () => {
    const attempts: string[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "each", triggers: { event: "fail/each" }, retries: 2 }, ({ step, attempt }) =>
        Promise.all([
          step.run("good", () => attempts.push(`good ${attempt}`)),
          step.run("bad", () => {
            attempts.push(`bad ${attempt}`);
            if (attempt < 2) throw new Error("not yet");
          }),
        ]),
      ),
    ]);
    const { ids } = await app.send({ name: "fail/each" });
    expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed" });
    expect(attempts.sort()).toEqual(["bad 0", "bad 1", "bad 2", "good 0"]);
  });

  it("20: a NonRetriableError is not tried again", async () => {
    let ran = 0;
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "final", triggers: { event: "fail/final" }, retries: 5 }, () => {
        ran++;
        throw new NonRetriableError("for good");
      }),
      client.createFunction({ id: "final-step", triggers: { event: "fail/final-step" }, retries: 5 }, ({ step }) =>
        step.run("bad", () => {
          ran++;
          throw new NonRetriableError("for good");
        }),
      ),
    ]);
    const { ids } = await app.send([{ name: "fail/final" }, { name: "fail/final-step" }]);
    for (const id of ids) expect(await endedRun(server, id)).toMatchObject({ status: "Failed" });
    expect(ran).toBe(2);
  });

  it("21: a RetryAfterError waits as long as it says", async () => {
    const times: number[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "later", triggers: { event: "fail/later" }, retries: 1 }, ({ step }) =>
        step.run("limited", () => {
          times.push(Date.now());
          if (times.length === 1) throw new RetryAfterError("busy", "2s");
        }),
      ),
    ]);
    const { ids } = await app.send({ name: "fail/later" });
    expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed" });
    // The vendor counts to a whole second of its clock.
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(isForeign ? 1_000 : 2_000);
  });

  it("22: a function that throws is tried again without its finished steps", async () => {
    const ran: string[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction(
        { id: "shaky", triggers: { event: "fail/shaky" }, retries: 2 },
        async ({ step, attempt }) => {
          await step.run("once", () => ran.push("once"));
          ran.push(`then ${attempt}`);
          if (attempt < 2) throw new Error("shaky");
          return "done";
        },
      ),
    ]);
    const { ids } = await app.send({ name: "fail/shaky" });
    expect(await endedRun(server, ids[0])).toMatchObject({ status: "Completed", output: "done" });
    expect(ran).toEqual(["once", "then 0", "then 1", "then 2"]);
  });

  it("23, 24: onFailure hears what failed and why; its own failure starts nothing", async () => {
    const heard: unknown[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction(
        {
          id: "broken",
          triggers: { event: "fail/broken" },
          retries: 0,
          onFailure: ({ event, error }) => {
            heard.push({ message: error.message, original: event.data.event.data, run: event.data.run_id });
            throw new Error("this as well");
          },
        },
        () => {
          throw new Error("broken");
        },
      ),
      client.createFunction({ id: "watch", triggers: { event: "inngest/function.failed" } }, ({ event }) => {
        heard.push(event.data.function_id);
      }),
    ]);
    const { ids } = await app.send({ name: "fail/broken", data: { n: 7 } });
    const run = await endedRun(server, ids[0]);
    expect(run).toMatchObject({ status: "Failed" });
    await until(() => heard.length >= 3);
    await app.send({ name: "fail/broken", data: { n: 8 } });
    await until(() => heard.length >= 6);
    const original = (n: number) => expect.objectContaining({ message: "broken", original: { n } });
    expect(
      heard.filter((one) => typeof one === "object" && (one as { original: { n: number } }).original.n === 7),
    ).toEqual(
      // Retried once: the SDK registers it so.
      [original(7), original(7)],
    );
    expect(heard.filter((one) => typeof one === "string")).toEqual([
      `${app.client.id}-broken`,
      `${app.client.id}-broken`,
    ]);
    expect(await runsOf(server, ids[0])).toHaveLength(1);
  });
});
