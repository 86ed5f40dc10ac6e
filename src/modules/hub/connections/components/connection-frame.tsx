"use client";

import { useQuery } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import type { ReactNode } from "react";
import { readServerError } from "@/components/form/server-error";
import { Loaded } from "@/components/layout/loaded";
import { PageHeader } from "@/components/layout/page-header";
import { type PageTab, PageTabs } from "@/components/layout/page-tabs";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Button } from "@/components/ui/button";
import { NameMark } from "@/components/ui/name-mark";
import { notify } from "@/components/ui/toast";
import { useApi } from "@/trpc/react";
import { useConnectionActs } from "../client";
import type { Connection, Integration } from "../schema";
import { ConnectionStateText } from "./connection-state";

interface FrameProps {
  provider: string;
  /** Other pages of the connection, before its settings; their paths are below its address. */
  tabs?: readonly { id: string; label: string; path: string; count?: ReactNode }[];
  /** In place of the state of the connection, while it works. */
  state?: ReactNode;
  /** In the middle of the head: the steps of a set-up. */
  middle?: ReactNode;
  /** Further acts in the head, after its pause. */
  acts?: ReactNode;
  phoneActs?: ReactNode;
  children: ReactNode;
}

/** The page of one connection: its name, state and pause, and its tabs. */
export function ConnectionFrame({ provider, tabs = [], state, middle, acts, phoneActs, children }: FrameProps) {
  const api = useApi();
  const { href } = useWorkspace();
  const query = useQuery(api.connections.list.queryOptions({}));
  const integration = query.data?.find((one) => one.provider === provider);
  const at = (path: string) => href(`/settings/integrations/${provider}${path}`);
  const all: PageTab[] = [...tabs, { id: "settings", label: "Settings", path: "/settings" }].map(
    ({ path, ...tab }) => ({ ...tab, href: at(path) }),
  );
  const pause = integration?.connection ? <PauseButton integration={integration} of={integration.connection} /> : null;
  const crumb = { label: "Integrations", href: href("/settings/integrations") };
  return (
    <>
      <PageHeader
        breadcrumb={[crumb]}
        title={
          integration ? (
            <span className="flex min-w-0 items-center gap-2">
              <NameMark name={integration.label} size={24} className="phone:hidden" />
              <span className="truncate">{integration.label}</span>
              {integration.state === "connected" && state ? (
                state
              ) : (
                <ConnectionStateText state={integration.state} className="font-normal text-muted text-sm" />
              )}
            </span>
          ) : (
            "Integration"
          )
        }
        middle={middle}
        phoneActions={
          <>
            {phoneActs}
            {pause}
          </>
        }
      >
        {pause}
        {acts}
      </PageHeader>
      <Loaded query={query} of="the integration">
        {() => (
          <>
            <PageTabs label="Parts of this integration" tabs={all} />
            <div className="relative flex min-h-0 flex-1 flex-col overflow-y-auto">{children}</div>
          </>
        )}
      </Loaded>
    </>
  );
}

function PauseButton({ integration: { label, state, on }, of }: { integration: Integration; of: Connection }) {
  const { pause, resume } = useConnectionActs();
  if (!on || (state !== "connected" && state !== "paused" && state !== "reconnect")) return null;
  const isPaused = of.pausedAt !== null;
  const act = isPaused ? resume : pause;
  const [word, done] = isPaused ? ["Resume", "goes on"] : ["Pause", "is paused"];
  return (
    <Button
      size="sm"
      icon={isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
      busy={pause.isPending || resume.isPending}
      onClick={() =>
        act.mutate(
          { id: of.id },
          {
            onSuccess: () => notify.success(`${label} ${done}`),
            onError: (error) => notify.error(readServerError(error).message),
          },
        )
      }
    >
      {word}
    </Button>
  );
}
