/** A line of the spreadsheet, by the heads of its columns; any library for CSV files reads them so. */
export type Line = Record<string, string>;

/** A line that was refused: its number in the spreadsheet, and why. */
export interface Refused {
  line: number;
  code: string;
  message: string;
}

interface Options {
  /** Ends with /api/v1. */
  baseUrl: string;
  key: string;
  /** Names this run: when it is repeated under the same name, what was done is not done again. */
  run: string;
  fetch?: (request: Request) => Promise<Response>;
  wait?: (seconds: number) => Promise<unknown>;
}

interface Problem {
  error?: { code: string; message: string; details?: { retryAfter?: number } };
}
interface Answer {
  status: number;
  body: Problem;
}

const inTime = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** An account as the line has it. An empty cell empties its field; a column that is left out stays as it is. */
const accountOf = (line: Line) => ({
  externalSource: "Price list",
  externalId: line.Number,
  name: line.Company,
  industry: line.Industry || null,
  employees: line.Employees ? numberOf(line.Employees) : null,
});

/** What is no number goes as it is, so that it is refused: as NaN it would arrive as null and empty the field. */
function numberOf(cell: string): number | string {
  const number = Number(cell);
  return Number.isNaN(number) ? cell : number;
}

/** Creates or changes an account for each line, 100 in a batch, and tells which lines were refused. */
export async function upsertAccounts(lines: Line[], options: Options) {
  const { wait = inTime } = options;
  const done = { created: 0, changed: 0, refused: [] as Refused[] };
  const left = lines.map((line, index) => ({ number: index + 2, body: accountOf(line) }));
  for (let page = 1; left.length > 0; page++) {
    const batch = left.splice(0, 100);
    const requests = batch.map(({ body }) => ({ method: "PUT", path: "/accounts", body }));
    const answers = await send({ requests }, `${options.run}-${page}`, options);
    let pause = 0;
    for (const [index, line] of batch.entries()) {
      const { status, body } = answers[index] ?? { status: 503, body: {} };
      if (status === 201) done.created++;
      else if (status === 200) done.changed++;
      else if (status === 429 || status === 503) {
        // Beyond the requests of a minute, or the time of a batch: these lines go into a later one.
        left.push(line);
        pause = Math.max(pause, body.error?.details?.retryAfter ?? 1);
      } else done.refused.push({ line: line.number, code: "", message: "", ...told(body) });
    }
    if (pause > 0) await wait(pause);
  }
  return done;
}

const told = ({ error }: Problem) => error && { code: error.code, message: error.message };

/** Sends a batch until it is answered: under its key, a batch whose answer was lost is not carried out twice. */
async function send(batch: object, idempotencyKey: string, options: Options): Promise<Answer[]> {
  const { baseUrl, key, fetch = globalThis.fetch, wait = inTime } = options;
  for (let attempt = 1; ; attempt++) {
    const request = new Request(`${baseUrl}/batch`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "idempotency-key": idempotencyKey },
      body: JSON.stringify(batch),
    });
    const response = await fetch(request).catch(() => null);
    if (response?.ok) return ((await response.json()) as { data: Answer[] }).data;
    const isPassing = response === null || response.status === 429 || response.status >= 500;
    if (!isPassing || attempt === 5) {
      const { error } = ((await response?.json()) ?? {}) as Problem;
      throw new Error(error?.message ?? "The server did not answer.");
    }
    await wait(Number(response?.headers.get("retry-after") ?? attempt));
  }
}
