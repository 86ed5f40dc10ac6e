"use client";

import "@scalar/api-reference-react/style.css";
import "./scalar.css";
import { ApiReferenceReact } from "@scalar/api-reference-react";
import { type ComponentProps, useMemo } from "react";
import { useAskedAddress } from "./use-asked-address";

type Configuration = ComponentProps<typeof ApiReferenceReact>["configuration"];

/** Everything of the reference that would speak to its makers' servers is off. */
const ownServerOnly = {
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: "never",
  withDefaultFonts: false,
  persistAuth: false,
} as const;

export interface ScalarReferenceProps {
  /** The slug of the workspace for requests with the own session; null if nobody is signed in. */
  workspace: string | null;
  dark: boolean;
}

/** Scalar's reference of /api/openapi.json. An operation's address is #tag/{object}/{operationId}. */
export function ScalarReference({ workspace, dark }: ScalarReferenceProps) {
  useAskedAddress();
  // Another object would load the document again.
  const configuration = useMemo(
    (): Configuration => ({
      ...ownServerOnly,
      url: "/api/openapi.json",
      theme: "none",
      forceDarkModeState: dark ? "dark" : "light",
      hideDarkModeToggle: true,
      documentDownloadType: "none",
      operationTitleSource: "path",
      tagsSorter: "alpha",
      defaultOpenFirstTag: false,
      modelsSectionLabel: "Schemas",
      showExtensions: ["x-permission"],
      generateOperationSlug: ({ operationId, method, path }) => operationId ?? `${method}${path}`,
      authentication: { preferredSecurityScheme: "key" },
      onRequestBuilt: ({ request }) => authenticate(request, workspace),
    }),
    [workspace, dark],
  );
  return <ApiReferenceReact configuration={configuration} />;
}

/** Without a key a request goes with the session, which the browser sends by itself. */
function authenticate({ headers }: Request, workspace: string | null): void {
  const hasKey = /^Bearer \S/.test(headers.get("authorization") ?? "");
  if (hasKey || workspace === null) return;
  headers.delete("authorization");
  if (!headers.has("x-workspace")) headers.set("x-workspace", workspace);
}
