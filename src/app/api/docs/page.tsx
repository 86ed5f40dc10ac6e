import type { Metadata } from "next";
import { connection } from "next/server";
import { Link } from "@/components/ui/link";
import { Wordmark } from "@/components/ui/logo";
import { nounEntities, nouns } from "@/lib/nouns/all";
import { apiEntries, origin } from "./api-entries";
import { MethodBadge } from "./method-badge";

export const metadata: Metadata = { title: "API" };

const [first] = nounEntities;

/** The requests of the REST API by object; inputs and responses are on the object's own page. */
export default async function ApiDocs() {
  // Rendered per request, so that the page's scripts carry the request's nonce.
  await connection();
  return (
    <div className="mx-auto flex max-w-[960px] flex-col gap-8 px-5 py-8">
      <header className="flex flex-col gap-3">
        <Wordmark />
        <h1 className="font-semibold text-display">API</h1>
        <p className="max-w-[640px] text-muted">
          The same operations as the app, with the same rights and checks. Send an API key as a bearer token; create the
          key in the settings of a workspace. It has its scopes and the rights of its member. A signed-in session works
          too, with the slug of the workspace in X-Workspace. Lists page by cursor. Money is whole minor units with its
          currency.
        </p>
        <pre className="mono whitespace-pre-wrap break-words rounded-md border bg-surface-sunken p-3">{`curl -H "Authorization: Bearer tl_…" ${origin}/api/v1/${nouns[first].path}`}</pre>
        <p>
          <a className="link" href="/api/openapi.json">
            OpenAPI 3.1 document
          </a>
        </p>
      </header>
      {[...apiEntries()].map(([object, entries]) => (
        <section key={object} aria-labelledby={`of-${object}`}>
          <h2 id={`of-${object}`} className="pb-2 font-semibold text-figure hairline-b">
            {object}
          </h2>
          <ul>
            {entries.map(({ operationId, method, path, summary }) => (
              <li
                key={operationId}
                className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5 hairline-b hairline-soft"
              >
                <MethodBadge method={method} />
                <Link className="link mono min-w-0 wrap-anywhere" href={`/api/docs/${object}#${operationId}`}>
                  {path}
                </Link>
                <span className="basis-full text-muted desk:basis-auto">{summary}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
