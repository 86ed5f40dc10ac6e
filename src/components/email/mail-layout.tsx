import { Children, type CSSProperties, type ReactNode } from "react";
import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Section, Text } from "react-email";
import { oneStop } from "@/lib/text";

const font = 'Geist, ui-sans-serif, system-ui, -apple-system, "Segoe UI", sans-serif';
const text: CSSProperties = {
  fontFamily: font,
  fontSize: 14,
  lineHeight: "22px",
  color: "#1a1c20",
  margin: "0 0 14px",
};
const small: CSSProperties = { ...text, fontSize: 12, lineHeight: "18px", color: "#52555b", margin: 0 };

// The product's tokens for mail programs. Inline styles are for light; a program with dark mode uses these instead.
const darkStyle = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    body, .tl-ground { background-color: #121315 !important; }
    .tl-text { color: #e8e9eb !important; }
    .tl-muted { color: #a7a9ae !important; }
    .tl-link { color: #8ab2fc !important; }
    .tl-line { border-color: #28292c !important; }
    .tl-button { background-color: #2d67da !important; }
  }
  @media (max-width: 480px) { .tl-page { padding: 24px 16px !important; } .tl-button { display: block !important; text-align: center; } }
`;

export interface MailLayoutProps {
  /** The preview text in a list of e-mails. */
  preview: string;
  /** The e-mail's workspace, beside the product's name. */
  workspace?: string;
  children: ReactNode;
  /** The main action, as a button with its address below. */
  action?: { label: string; href: string };
  /** Why this e-mail was sent, and what to do if it was not requested. */
  reason: ReactNode;
}

/** The frame of every e-mail: the product's name, text, one button, and why it was sent. */
export function MailLayout({ preview, workspace, children, action, reason }: MailLayoutProps) {
  return (
    <Html lang="en">
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkStyle}</style>
      </Head>
      <Preview>{oneStop(preview)}</Preview>
      {/* The mail program's own background: a fixed colour would stay under the text when the program turns it dark. */}
      <Body className="tl-ground" style={{ margin: 0 }}>
        <Container className="tl-page" style={{ maxWidth: 560, padding: "32px 20px" }}>
          <Text className="tl-text" style={{ ...text, fontSize: 15, fontWeight: 600, margin: "0 0 10px" }}>
            Throughline
            {workspace ? (
              <span className="tl-muted" style={{ color: "#52555b", fontWeight: 400 }}>
                {" · "}
                {workspace}
              </span>
            ) : null}
          </Text>
          <Section className="tl-line" style={{ borderTop: "1px solid #e4e3e0" }}>
            <Hr style={{ width: 88, margin: "-1px 0 22px", border: 0, borderTop: "2px solid #225bcd" }} />
          </Section>
          {children}
          {action ? (
            <Section style={{ padding: "8px 0 0" }}>
              <Button
                href={action.href}
                className="tl-button"
                style={{
                  fontFamily: font,
                  fontSize: 14,
                  lineHeight: "20px",
                  fontWeight: 500,
                  backgroundColor: "#225bcd",
                  color: "#fdfdfd",
                  borderRadius: 6,
                  padding: "9px 14px",
                }}
              >
                {action.label}
              </Button>
              <Text className="tl-muted" style={{ ...small, margin: "14px 0 0", wordBreak: "break-word" }}>
                If the button does not work, open this address: {action.href}
              </Text>
            </Section>
          ) : null}
          <Hr className="tl-line" style={{ borderColor: "#e4e3e0", margin: "26px 0 16px" }} />
          <Text className="tl-muted" style={small}>
            {withOneStop(reason)}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

/** A paragraph of an e-mail. */
export function MailText({ children }: { children: ReactNode }) {
  return (
    <Text className="tl-text" style={text}>
      {withOneStop(children)}
    </Text>
  );
}

/** The heading of a part of an e-mail. */
export function MailHeading({ children }: { children: ReactNode }) {
  return (
    <Heading as="h2" className="tl-text" style={{ ...text, fontWeight: 600, margin: "20px 0 8px" }}>
      {children}
    </Heading>
  );
}

/** Text whose sentences may end with the name of a workspace: "TechCorp Inc." */
function withOneStop(children: ReactNode): ReactNode {
  const parts = Children.toArray(children);
  const isText = parts.every((part) => typeof part === "string" || typeof part === "number");
  return isText ? oneStop(parts.join("")) : children;
}

/** One of several entries, on a hairline: the event, and below it its time. */
export function MailItem({ children, note }: { children: ReactNode; note: ReactNode }) {
  return (
    <Section className="tl-line" style={{ borderTop: "1px solid #e4e3e0", padding: "10px 0" }}>
      <Text className="tl-text" style={{ ...text, margin: 0, wordBreak: "break-word" }}>
        {children}
      </Text>
      <Text className="tl-muted" style={small}>
        {note}
      </Text>
    </Section>
  );
}

/** A link inside an e-mail's text. */
export function MailLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="tl-link" style={{ color: "#1952c2", textDecoration: "underline" }}>
      {children}
    </Link>
  );
}
