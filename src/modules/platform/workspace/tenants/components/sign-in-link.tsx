"use client";

import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { LineFailed } from "@/components/layout/line-failed";
import { SettingsSection } from "@/components/layout/settings-page";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { Skeleton } from "@/components/ui/skeleton";
import { useApi } from "@/trpc/react";

/** The sign-in page of this workspace, with its name and a picture in messengers. */
export function SignInLink() {
  const api = useApi();
  const query = useQuery(api.tenants.signInLink.queryOptions({}));
  const url = query.data?.url;
  const refused = "Your browser does not allow copying. Select the link and copy it manually.";
  return (
    <SettingsSection
      title="Sign-in link"
      description="Members can sign in to this workspace with this link. Anyone with the link sees the name of the workspace. Only members can sign in."
    >
      {query.isPending ? <Skeleton className="w-72" /> : null}
      {query.error && !url ? <LineFailed title="The link could not be loaded" query={query} /> : null}
      {url ? (
        <div className="flex items-center gap-2">
          <code className="min-w-0 flex-1 truncate rounded-md bg-surface-sunken px-2 py-1.5 text-sm">{url}</code>
          <Button icon={<Copy aria-hidden />} onClick={() => void copyText(url, "The link was copied", refused)}>
            Copy link
          </Button>
        </div>
      ) : null}
    </SettingsSection>
  );
}
