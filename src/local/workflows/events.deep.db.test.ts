import { createServer } from "node:http";
import { referenceFunction, StepError } from "inngest";
import { describe, expect, it } from "vitest";
import { freePort } from "@/local/ports";
import {
  allTaken,
  askServer,
  endedRun,
  endedRuns,
  gate,
  marker,
  type RunInfo,
  runsOf,
  type TestApp,
  testedServer,
  until,
} from "@/test/workflows";

const { server, serveFunctions } = testedServer();

describe("events", () => {
  it("1: one and three get ids in their order", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "echo", triggers: { event: "events/echo" } }, ({ event }) => event.data.n),
    ]);
    const one = await app.send({ name: "events/echo", data: { n: 0 } });
    const three = await app.send([1, 2, 3].map((n) => ({ name: "events/echo", data: { n } })));
    const ids = [...one.ids, ...three.ids];
    for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    const outputs: RunInfo[] = [];
    for (const id of ids) outputs.push(await endedRun(server, id));
    expect(outputs.map(({ output }) => output)).toEqual([0, 1, 2, 3]);
  });

  it("2: a send that is repeated after a failure starts nothing twice", async () => {
    let failures = 0;
    const proxy = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = await fetch(server.url + request.url, {
        method: request.method ?? "GET",
        headers: Object.entries(request.headers).filter(
          ([name]) => !/^(host|connection|content-length)$/.test(name),
        ) as [string, string][],
        body: Buffer.concat(chunks),
      });
      const text = await answer.text();
      // The server has accepted it, and the answer is lost.
      const isLost = request.url?.startsWith("/e/") && failures++ === 0;
      response.writeHead(isLost ? 500 : answer.status, { "content-type": "application/json" });
      response.end(isLost ? '{"status":500,"error":"lost"}' : text);
    });
    const port = await freePort();
    await new Promise<void>((done) => proxy.listen(port, "127.0.0.1", () => done()));
    const ran: number[] = [];
    const app = await serveFunctions(
      (client) => [
        client.createFunction({ id: "once", triggers: { event: "events/once" } }, ({ event }) =>
          ran.push(event.data.n),
        ),
        marker(client),
      ],
      {},
      { url: `http://127.0.0.1:${port}` },
    );
    const { ids } = await app.send([1, 2].map((n) => ({ name: "events/once", data: { n } })));
    expect(failures).toBe(2);
    for (const id of ids) await endedRun(server, id);
    await allTaken(server, app);
    proxy.closeAllConnections();
    proxy.close();
    expect(ran.sort()).toEqual([1, 2]);
  });

  it("3: the same id starts one run", async () => {
    const seen: unknown[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "same", triggers: { event: "events/same" } }, ({ event }) => seen.push(event.id)),
      marker(client),
    ]);
    const { ids } = await app.send({ name: "events/same", id: "order-17" });
    await endedRun(server, ids[0]);
    await app.send({ name: "events/same", id: "order-17" });
    await app.send([
      { name: "events/same", id: "order-18" },
      { name: "events/same", id: "order-18" },
    ]);
    await allTaken(server, app);
    await until(() => seen.length >= 2);
    expect(seen).toEqual(["order-17", "order-18"]);
  });

  it("4: an event without a name is refused in words", async () => {
    const app = await serveFunctions((client) => [marker(client)]);
    for (const nameless of [{ data: {} }, { name: "", data: {} }]) {
      const answer = await fetch(`${server.url}/e/${server.keys.eventKey}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify([nameless]),
      });
      const { error, status } = (await answer.json()) as { error: string; status: number };
      expect([answer.status, status, error]).toEqual([400, 400, expect.stringMatching(/name/i)]);
      // Bypasses the types, as a program in plain JavaScript does.
      const sent = app.send(nameless as Parameters<typeof app.send>[0]);
      await expect(sent).rejects.toThrow(`Inngest API Error: 400 ${error}`);
    }
    await expect(app.send({ name: "inngest/function.failed", data: {} })).rejects.toThrow(/400/);
  });

  it("27, 28: an expression and a wildcard choose what starts", async () => {
    const started: string[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "big", triggers: { event: "user/paid", if: "event.data.amount > 100" } }, () =>
        started.push("big"),
      ),
      client.createFunction({ id: "any", triggers: { event: "user/*" } }, ({ event }) => started.push(event.name)),
      client.createFunction({ id: "two", triggers: [{ event: "user/left" }, { event: "user/left*" }] }, () =>
        started.push("left"),
      ),
      marker(client),
    ]);
    const { ids } = await app.send([
      { name: "user/paid", data: { amount: 50 } },
      { name: "user/paid", data: { amount: 150 } },
      { name: "user/paid", data: {} },
      { name: "users/else", data: {} },
      { name: "user/left", data: {} },
    ]);
    for (const [index, count] of [1, 2, 1, 0, 2].entries()) await endedRuns(server, ids[index], count);
    await allTaken(server, app);
    expect(started.sort()).toEqual(["big", "left", "user/left", "user/paid", "user/paid", "user/paid"]);
  });

  it("35: what a step sends starts the other function exactly once", async () => {
    let ran = 0;
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "sender", triggers: { event: "events/sender" } }, async ({ step }) => {
        const { ids } = await step.sendEvent("tell", { name: "events/told", data: {} });
        await step.run("more", () => undefined);
        return ids[0];
      }),
      client.createFunction({ id: "told", triggers: { event: "events/told" } }, () => ++ran),
    ]);
    const { ids } = await app.send({ name: "events/sender" });
    const { output } = await endedRun(server, ids[0]);
    expect(await endedRun(server, String(output))).toMatchObject({ output: 1 });
  });
});

describe("waiting for an event", () => {
  it("15: takes the one that matches, by field or by expression, and no other", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "by-match", triggers: { event: "wait/asked" } }, ({ step }) =>
        step.waitForEvent("answer", { event: "wait/answered", match: "data.id", timeout: "1h" }),
      ),
      client.createFunction({ id: "by-if", triggers: { event: "wait/asked" } }, ({ step }) =>
        step.waitForEvent("answer", {
          event: "wait/answered",
          if: "async.data.n > 5 && event.data.id == async.data.id",
          timeout: "1h",
        }),
      ),
      marker(client),
    ]);
    const { ids } = await app.send({ name: "wait/asked", data: { id: "a" } });
    await until(() => app.calls.filter(({ method }) => method === "POST").length === 2);
    await bothWait(app, ids[0]);
    await app.send({ name: "wait/answered", data: { id: "b", n: 9 } });
    await app.send({ name: "wait/else", data: { id: "a", n: 9 } });
    await allTaken(server, app);
    expect((await runsOf(server, ids[0])).map(({ status }) => status)).toEqual(["Running", "Running"]);
    await app.send({ name: "wait/answered", data: { id: "a", n: 6 } });
    const runs = await endedRuns(server, ids[0], 2);
    for (const { output } of runs) expect(output).toMatchObject({ name: "wait/answered", data: { id: "a", n: 6 } });
  });

  it("16, 17: is null when the time is over; what came before does not count", async () => {
    const app = await serveFunctions((client) => [
      client.createFunction({ id: "late", triggers: { event: "wait/late" } }, async ({ step }) => {
        const began = await step.run("began", () => Date.now());
        const answer = await step.waitForEvent("answer", { event: "wait/early", timeout: "1s" });
        const lasted = await step.run("lasted", () => Date.now() - began);
        // Words, because JSON knows no undefined.
        return { answer: answer === null ? "null" : typeof answer, lasted };
      }),
      marker(client),
    ]);
    await app.send({ name: "wait/early", data: {} });
    await allTaken(server, app);
    const { ids } = await app.send({ name: "wait/late" });
    const { status, output } = await endedRun(server, ids[0]);
    expect([status, output]).toEqual(["Completed", { answer: "null", lasted: expect.any(Number) }]);
    expect((output as { lasted: number }).lasted).toBeGreaterThanOrEqual(950);
  });
});

describe("invoking", () => {
  it("18: brings what the function returns; its failure, its lateness and its absence are errors that can be caught", async () => {
    const app = await serveFunctions((client) => {
      const double = client.createFunction(
        { id: "double", triggers: [] },
        ({ event }) => Number(Object(event.data).n) * 2,
      );
      const broken = client.createFunction({ id: "broken", triggers: [], retries: 0 }, () => {
        throw new Error("out of order");
      });
      const slow = client.createFunction({ id: "slow", triggers: [] }, ({ step }) => step.sleep("long", "1h"));
      return [
        double,
        broken,
        slow,
        client.createFunction({ id: "caller", triggers: { event: "invoke/all" } }, async ({ step }) => {
          const doubled = await step.invoke("double", { function: double, data: { n: 21 } });
          const failures: object[] = [];
          const received = (error: unknown) => {
            const { name, message } = Object(error);
            failures.push({ isStepError: error instanceof StepError, name, message });
          };
          await step.invoke("broken", { function: broken }).catch(received);
          await step.invoke("slow", { function: slow, timeout: "1s" }).catch(received);
          await step
            .invoke("nobody", { function: referenceFunction({ appId: "nobody", functionId: "none-such" }) })
            .catch(received);
          return { doubled, failures };
        }),
      ];
    });
    const { ids } = await app.send({ name: "invoke/all" });
    expect((await endedRun(server, ids[0])).output).toEqual({
      doubled: 42,
      failures: [
        { isStepError: true, name: "Error", message: "out of order" },
        { isStepError: true, name: "InngestInvokeTimeoutError", message: expect.any(String) },
        { isStepError: true, name: expect.any(String), message: expect.stringContaining("nobody-none-such") },
      ],
    });
  });
});

describe("cancelling", () => {
  it("25: an event ends a sleeping run, and that is told", async () => {
    const received: unknown[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction(
        { id: "sleeper", triggers: { event: "cancel/start" }, cancelOn: [{ event: "cancel/stop", match: "data.id" }] },
        async ({ step }) => {
          await step.sleep("long", "1h");
          return step.run("never", () => received.push("never"));
        },
      ),
      client.createFunction({ id: "hear", triggers: { event: "inngest/function.cancelled" } }, ({ event }) => {
        received.push(event.data.run_id);
      }),
      marker(client),
    ]);
    const { ids } = await app.send([
      { name: "cancel/start", data: { id: "a" } },
      { name: "cancel/start", data: { id: "b" } },
    ]);
    await until(() => app.calls.filter(({ method }) => method === "POST").length === 2);
    for (const id of ids) await until(async () => (await runsOf(server, id)).length === 1);
    await app.send({ name: "cancel/stop", data: { id: "a" } });
    const run = await endedRun(server, ids[0]);
    expect(run.status).toBe("Cancelled");
    await until(() => received.length > 0);
    await allTaken(server, app);
    expect(received).toEqual([run.run_id]);
    expect(await runsOf(server, ids[1])).toMatchObject([{ status: "Running" }]);
    const [other] = await runsOf(server, ids[1]);
    await askServer(server, `/v1/runs/${other?.run_id}`, "DELETE");
    expect(await endedRun(server, ids[1])).toMatchObject({ status: "Cancelled" });
  });

  it("25: what a call brings that was under way counts for nothing", async () => {
    const { held, release } = gate();
    const ran: string[] = [];
    const app = await serveFunctions((client) => [
      client.createFunction(
        {
          id: "held",
          triggers: { event: "cancel/held" },
          cancelOn: [{ event: "cancel/now", if: "async.data.id == event.data.id" }],
        },
        async ({ step }) => {
          await step.run("held", async () => {
            ran.push("held");
            await held;
          });
          await step.run("next", () => ran.push("next"));
        },
      ),
      marker(client),
    ]);
    const { ids } = await app.send({ name: "cancel/held", data: { id: "x" } });
    await until(() => ran.length === 1);
    await app.send({ name: "cancel/now", data: { id: "x" } });
    expect(await endedRun(server, ids[0])).toMatchObject({ status: "Cancelled" });
    release();
    await allTaken(server, app);
    expect(ran).toEqual(["held"]);
    expect(await endedRun(server, ids[0])).toMatchObject({ status: "Cancelled" });
  });
});

/** Resolves when both runs of an event have told the server that they wait: a marker event has passed them. */
async function bothWait(app: TestApp, eventId: string | undefined): Promise<void> {
  expect(await runsOf(server, eventId)).toHaveLength(2);
  await allTaken(server, app);
}
