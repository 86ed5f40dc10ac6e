import type { Metadata } from "next";
import { cookies } from "next/headers";
import { sessionCookie } from "@/server/session-cookie";
import { ApiHeader } from "./api-header";
import { ApiReference } from "./api-reference";

export const metadata: Metadata = { title: "API" };

/**
 * The REST API as /api/openapi.json describes it, with requests that can be tried. A signed-in person sends them to the
 * workspace that was last used on this device, everybody else with an API key.
 */
export default async function ApiDocs() {
  const jar = await cookies();
  const workspace = jar.has(sessionCookie) ? jar.get("workspace")?.value : undefined;
  return (
    <>
      <ApiHeader here="docs">
        {workspace ? (
          <p className="wrap-anywhere text-muted desk:line-clamp-2 desk:leading-4">
            {`Without a key, requests go to the workspace ${workspace}, as you.`}
          </p>
        ) : null}
      </ApiHeader>
      <ApiReference workspace={workspace ?? null} />
    </>
  );
}
