import {
  type DehydratedState,
  dehydrate,
  type QueryClient,
  QueryClientProvider,
  useQuery,
} from "@tanstack/react-query";
import { renderToReadableStream } from "react-dom/server";
import { expect, test } from "vitest";
import { makeQueryClient } from "./query-client";
import { Streamed, StreamedParts } from "./streamed";

const queryKey = ["people"];
const asked: string[] = [];

function People() {
  const { data, isPending } = useQuery({
    queryKey,
    queryFn: () => {
      asked.push("people");
      return "asked by the component";
    },
  });
  return <p>{isPending ? "loading" : data}</p>;
}

/** A page with one part, whose answers arrive when the test sends them. */
function page(client: QueryClient = makeQueryClient()) {
  let send: (state: DehydratedState) => void = () => undefined;
  const answers = new Promise<DehydratedState>((resolve) => {
    send = resolve;
  });
  const shown = (
    <QueryClientProvider client={client}>
      <StreamedParts parts={{ people: { keys: [queryKey], answers } }}>
        <main>
          <h1>Head</h1>
          <Streamed of={["people"]}>
            <People />
          </Streamed>
        </main>
      </StreamedParts>
    </QueryClientProvider>
  );
  return { shown, send: (state: DehydratedState) => send(state) };
}

/** The server's answers to these queries. */
async function answersOf(...data: string[]): Promise<DehydratedState> {
  const client = makeQueryClient();
  for (const one of data) await client.prefetchQuery({ queryKey, queryFn: () => one });
  return dehydrate(client);
}

async function rest(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  let text = "";
  for (let read = await reader.read(); !read.done; read = await reader.read())
    text += new TextDecoder().decode(read.value);
  return text;
}

test("the head of a page is sent before a part, whose place shows how it loads", async () => {
  const { shown, send } = page();
  const reader = (await renderToReadableStream(shown)).getReader();
  const first = new TextDecoder().decode((await reader.read()).value);
  expect(first).toContain("<h1>Head</h1>");
  expect(first).toContain("<p>loading</p>");
  expect(first).not.toContain("Ann");
  send(await answersOf("Ann"));
  expect(await rest(reader)).toContain("<p>Ann</p>");
  expect(asked).toEqual([]);
});

test("a part whose query failed is drawn without its answer", async () => {
  const { shown, send } = page();
  send(await answersOf());
  const stream = await renderToReadableStream(shown);
  await stream.allReady;
  expect(await rest(stream.getReader())).toContain("<p>loading</p>");
});

test("a tab that knows older answers shows them at once", async () => {
  const client = makeQueryClient();
  client.setQueryData(queryKey, "Ann, as before");
  const { shown, send } = page(client);
  const stream = await renderToReadableStream(shown);
  await stream.allReady;
  expect(await rest(stream.getReader())).toContain("<p>Ann, as before</p>");
  send(await answersOf());
});

test("on a page without the part its components are drawn as elsewhere", async () => {
  const client = makeQueryClient();
  client.setQueryData(queryKey, "Ann");
  const stream = await renderToReadableStream(
    <QueryClientProvider client={client}>
      <Streamed of={["people"]}>
        <People />
      </Streamed>
    </QueryClientProvider>,
  );
  expect(await rest(stream.getReader())).toContain("<p>Ann</p>");
});

test("a query that another component has begun takes the answer of the part at once", async () => {
  const client = makeQueryClient();
  void client.prefetchQuery({ queryKey, queryFn: () => new Promise(() => undefined) });
  const { shown, send } = page(client);
  send(await answersOf("Ann"));
  const stream = await renderToReadableStream(shown);
  await stream.allReady;
  expect(await rest(stream.getReader())).toContain("<p>Ann</p>");
});
