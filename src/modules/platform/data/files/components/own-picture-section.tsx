"use client";

import { useState } from "react";
import { SettingsSection } from "@/components/layout/settings-page";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { LazyPictureDialog } from "./lazy-picture-parts";

/** The member's own picture in their profile. */
export function OwnPictureSection() {
  const { member, support } = useWorkspace();
  const [isOpen, setOpen] = useState(false);
  if (support) return null;
  return (
    <SettingsSection title="Picture" description="Members of this workspace see it wherever you are named.">
      <div className="flex items-center gap-3">
        <Avatar name={member.name} id={member.id} size={36} decorative />
        <Button onClick={() => setOpen(true)}>Change picture</Button>
      </div>
      {isOpen ? (
        <LazyPictureDialog
          target={{ entity: "member", recordId: member.id }}
          name={member.name}
          word="picture"
          onClose={() => setOpen(false)}
        />
      ) : null}
    </SettingsSection>
  );
}
