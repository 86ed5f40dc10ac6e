import type { ReactNode } from "react";
import { Body, Button, Container, Head, Hr, Html, Preview, Text } from "react-email";

const font = 'Geist, ui-sans-serif, system-ui, -apple-system, "Segoe UI", sans-serif';
const text = { fontFamily: font, fontSize: 14, lineHeight: "22px", color: "#1a1c21", margin: "0 0 16px" };
const small = { ...text, fontSize: 12, lineHeight: "18px", color: "#5c6068" };

export interface MailLayoutProps {
  /** The first words that a list of mails shows. */
  preview: string;
  children: ReactNode;
  /** The one thing to do, as a button with its address below. */
  action?: { label: string; href: string };
  /** Why this mail came, and what to do when it was not asked for. */
  reason: string;
}

/** The frame of every mail: the name, text, one button, and why it was sent. */
export function MailLayout({ preview, children, action, reason }: MailLayoutProps) {
  return (
    <Html lang="en">
      <Head />
      <Preview>{preview}</Preview>
      <Body style={{ backgroundColor: "#ffffff", margin: 0 }}>
        <Container style={{ maxWidth: 520, padding: "32px 20px" }}>
          <Text style={{ ...text, fontSize: 15, fontWeight: 600 }}>Throughline</Text>
          {children}
          {action ? (
            <>
              <Button
                href={action.href}
                style={{
                  fontFamily: font,
                  fontSize: 14,
                  fontWeight: 500,
                  backgroundColor: "#2456d6",
                  color: "#ffffff",
                  borderRadius: 6,
                  padding: "9px 14px",
                }}
              >
                {action.label}
              </Button>
              <Text style={{ ...small, margin: "16px 0 0" }}>
                If the button does not work, open this address: {action.href}
              </Text>
            </>
          ) : null}
          <Hr style={{ borderColor: "#e4e3df", margin: "24px 0 16px" }} />
          <Text style={small}>{reason}</Text>
        </Container>
      </Body>
    </Html>
  );
}

/** A paragraph of a mail. */
export function MailText({ children }: { children: ReactNode }) {
  return <Text style={text}>{children}</Text>;
}
