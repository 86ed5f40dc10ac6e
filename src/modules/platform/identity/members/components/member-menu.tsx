"use client";

import { Ellipsis, Mail, MailX, Pencil, UserMinus, UserPlus } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import type { Member } from "../schema";

/** The subject of a dialog on the members page. */
export type MemberAct =
  | { kind: "invite"; member: Member }
  | { kind: "rename"; member: Member }
  | { kind: "remove"; member: Member }
  | { kind: "resend"; member: Member }
  | { kind: "revoke"; member: Member };

/** The actions for one person. */
export function MemberMenu({ member, onAct }: { member: Member; onAct: (act: MemberAct) => void }) {
  const placeholder = member.status === "placeholder";
  const act = (kind: MemberAct["kind"]) => () => onAct({ kind, member });
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={`More for ${member.name}`} icon={<Ellipsis aria-hidden />} tooltip={false} />
      </MenuTrigger>
      <MenuContent align="end">
        {member.invitation ? (
          <>
            {member.invitation.waitsForSeat ? null : (
              <MenuItem icon={<Mail aria-hidden />} onSelect={act("resend")}>
                Send the invitation again
              </MenuItem>
            )}
            <MenuItem icon={<MailX aria-hidden />} onSelect={act("revoke")}>
              Revoke the invitation
            </MenuItem>
          </>
        ) : null}
        {placeholder ? (
          <>
            <MenuItem icon={<UserPlus aria-hidden />} onSelect={act("invite")}>
              Invite
            </MenuItem>
            <MenuItem icon={<Pencil aria-hidden />} onSelect={act("rename")}>
              Change name or e-mail address
            </MenuItem>
          </>
        ) : null}
        {member.status === "invited" ? null : (
          <MenuItem icon={<UserMinus aria-hidden />} danger onSelect={act("remove")}>
            {placeholder ? "Remove placeholder" : "Remove from the workspace"}
          </MenuItem>
        )}
      </MenuContent>
    </Menu>
  );
}
