import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { Link } from "@/components/ui/link";
import { Wordmark } from "@/components/ui/logo";
import { type ApiEntry, apiEntries, namedSchemas } from "../api-entries";
import { MethodBadge } from "../method-badge";

interface Props {
  params: Promise<{ object: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `API: ${(await params).object}` };
}

/** The requests of one object, with their inputs and responses. */
export default async function ApiObject({ params }: Props) {
  // Rendered per request, so that the page's scripts carry the request's nonce.
  await connection();
  const { object } = await params;
  const entries = apiEntries().get(object) ?? notFound();
  return (
    <div className="mx-auto flex max-w-[960px] flex-col gap-8 px-5 py-8">
      <header className="flex flex-col gap-3">
        <Wordmark />
        <p>
          <Link className="link" href="/api/docs">
            API
          </Link>
        </p>
        <h1 className="font-semibold text-display">{object}</h1>
      </header>
      {entries.map((entry) => (
        <Request key={entry.operationId} entry={entry} />
      ))}
      <section aria-labelledby="schemas" className="flex flex-col gap-3">
        <h2 id="schemas" className="pb-2 font-semibold text-figure hairline-b">
          Schemas
        </h2>
        <p className="text-muted">Schemas that the requests on this page refer to by name.</p>
        <dl className="flex flex-col gap-3">
          {namedSchemas(entries).map(([name, schema]) => (
            <Part key={name} label={name}>
              <Schema value={schema} />
            </Part>
          ))}
        </dl>
      </section>
    </div>
  );
}

function Request({ entry }: { entry: ApiEntry }) {
  const { operationId, method, path, summary, parameters, requestBody, responses } = entry;
  return (
    <section aria-labelledby={operationId} className="flex flex-col gap-3">
      <h2 id={operationId} className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-2 hairline-b">
        <MethodBadge method={method} />
        <code className="mono">{path}</code>
      </h2>
      <p className="text-muted">{summary}</p>
      <dl className="flex flex-col gap-3">
        <Part label="Permission">
          <code className="mono">{entry["x-permission"]}</code>
        </Part>
        {parameters.length > 0 ? (
          <Part label="Parameters">
            <Schema
              value={Object.fromEntries(
                parameters.map((each) => [
                  `${each.name} (${each.in}${each.required ? ", required" : ""})`,
                  each.schema ?? each.content,
                ]),
              )}
            />
          </Part>
        ) : null}
        {requestBody ? (
          <Part label="Body">
            <Schema value={Object.values(requestBody.content)[0]?.schema} />
          </Part>
        ) : null}
        <Part label="Answer">
          <Schema value={Object.values(responses)[0]?.content?.["application/json"].schema} />
        </Part>
      </dl>
    </section>
  );
}

function Part({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="pb-1 text-muted text-sm">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Schema({ value }: { value: unknown }) {
  return (
    <pre {...keyboardScroll} className="mono max-h-80 overflow-auto rounded-md border bg-surface-sunken p-3">
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
