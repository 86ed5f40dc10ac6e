import type { Metadata } from "next";
import { connection } from "next/server";
import { keyboardScroll } from "@/components/layout/keyboard-scroll";
import { Badge } from "@/components/ui/badge";
import { Wordmark } from "@/components/ui/logo";
import { env } from "@/env";
import { operations } from "@/registry/operations";
import { openApi } from "@/server/openapi";

export const metadata: Metadata = { title: "API" };

interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema?: object;
  content?: object;
}
interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: object }> };
  servers?: [{ url: string }];
  responses: Record<string, { content?: { "application/json": { schema: object } } }>;
  "x-permission": string;
}

/** The REST API to read: the same document as /api/openapi.json, by object. */
export default async function ApiDocs() {
  // Rendered per request, so that the scripts of the page carry the request's nonce.
  await connection();
  const origin = new URL(env.NEXTAUTH_URL).origin;
  const document = openApi(operations, origin);
  const entries = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        // A route that is not below /api/v1 says where it is.
        path: operation.servers ? `${new URL(operation.servers[0].url).pathname}${path}` : path,
        method: method.toUpperCase(),
        operation,
      })),
  );
  const tags = [...new Set(entries.map((entry) => entry.operation.tags[0] ?? "other"))];
  return (
    <div className="mx-auto flex max-w-[960px] flex-col gap-8 px-5 py-8">
      <header className="flex flex-col gap-3">
        <Wordmark />
        <h1 className="font-semibold text-display">API</h1>
        <p className="max-w-[640px] text-muted">
          The same operations as the app, with the same rights and the same checks. Send an API key as a bearer token; a
          key is made in the settings of a workspace and works within its scopes and the rights of its member. A
          signed-in session works too, with the slug of the workspace in X-Workspace. Lists page by cursor. Money is
          whole minor units with its currency.
        </p>
        <pre className="mono whitespace-pre-wrap break-words rounded-md border bg-surface-sunken p-3">{`curl -H "Authorization: Bearer tl_…" ${origin}/api/v1/accounts`}</pre>
        <p>
          <a className="link" href="/api/openapi.json">
            OpenAPI 3.1 document
          </a>
        </p>
      </header>
      {tags.map((tag) => (
        <section key={tag} aria-labelledby={`tag-${tag}`}>
          <h2 id={`tag-${tag}`} className="pb-2 font-semibold text-figure hairline-b">
            {tag}
          </h2>
          {entries
            .filter((entry) => entry.operation.tags[0] === tag)
            .map(({ path, method, operation }) => (
              <details key={operation.operationId} className="py-2.5 hairline-b hairline-soft">
                <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1">
                  <Badge tone={method === "GET" ? "neutral" : method === "DELETE" ? "danger" : "accent"}>
                    {method}
                  </Badge>
                  <code className="mono">{path}</code>
                  <span className="basis-full text-muted desk:basis-auto">{operation.summary}</span>
                </summary>
                <dl className="mt-3 flex flex-col gap-3 pl-1">
                  <Part label="Permission">
                    <code className="mono">{operation["x-permission"]}</code>
                  </Part>
                  {operation.parameters.length > 0 ? (
                    <Part label="Parameters">
                      <Schema
                        value={Object.fromEntries(
                          operation.parameters.map((each) => [
                            `${each.name} (${each.in}${each.required ? ", required" : ""})`,
                            each.schema ?? each.content,
                          ]),
                        )}
                      />
                    </Part>
                  ) : null}
                  {operation.requestBody ? (
                    <Part label="Body">
                      <Schema value={Object.values(operation.requestBody.content)[0]?.schema} />
                    </Part>
                  ) : null}
                  <Part label="Answer">
                    <Schema value={Object.values(operation.responses)[0]?.content?.["application/json"].schema} />
                  </Part>
                </dl>
              </details>
            ))}
        </section>
      ))}
    </div>
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
