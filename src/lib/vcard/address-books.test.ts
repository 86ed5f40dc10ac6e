import { expect, test } from "vitest";
import { card, cardsIn } from "./vcard.fixture";

test("a card of iCloud", async () => {
  const text = card(
    "3.0",
    "PRODID:-//Apple Inc.//iPhone OS 17.5//EN",
    "N:Müller;Anna;Maria;Dr.;",
    "FN:Dr. Anna Maria Müller",
    "ORG:Nordwind Cargo GmbH;Einkauf;",
    "TITLE:Leiterin Einkauf",
    "EMAIL;type=INTERNET;type=WORK:a.mueller@nordwind.example",
    "item1.EMAIL;type=INTERNET;type=pref:anna@home.example",
    "item1.X-ABLabel:_$!<Home>!$_",
    "TEL;type=WORK;type=VOICE:+49 40 123456",
    "TEL;type=CELL;type=VOICE;type=pref:+49 170 1234567",
    "TEL;type=WORK;type=FAX:+49 40 123457",
    "item2.TEL:+49 40 999",
    "item2.X-ABLabel:Notfall",
    "ADR;type=HOME:;;Elbchaussee 5;Hamburg;;22765;Deutschland",
    "item3.ADR;type=WORK;type=pref:;;Am Kai 1\\nHaus B;Hamburg;HH;20457;Deutschland",
    "item3.X-ABADR:de",
    "item4.URL;type=pref:https://nordwind.example",
    "item4.X-ABLabel:_$!<HomePage>!$_",
    "BDAY:1980-04-12",
    "NOTE:Line one\\nLine two\\, with comma",
    "X-SOCIALPROFILE;type=linkedin;x-user=anna:https://www.linkedin.com/in/anna",
    "X-SOCIALPROFILE;type=facebook:https://facebook.com/anna",
    "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD",
    " AAAAABBBBBB",
    " CCCC==",
    "X-PHONETIC-LAST-NAME:Mjuller",
    "REV:2026-05-01T10:00:00Z",
  );
  expect(await cardsIn(text)).toEqual([
    {
      "First name": "Anna",
      "Middle name": "Maria",
      "Last name": "Müller",
      "Name prefix": "Dr.",
      "E-mail": "personal: anna@home.example; a.mueller@nordwind.example",
      Phone: "mobile: +49 170 1234567; +49 40 123456; fax: +49 40 123457; other: +49 40 999",
      Company: "Nordwind Cargo GmbH",
      Department: "Einkauf",
      "Job title": "Leiterin Einkauf",
      Street: "Am Kai 1",
      "Address line 2": "Haus B",
      "Postal code": "20457",
      City: "Hamburg",
      State: "HH",
      Country: "Deutschland",
      "Kind of address": "work",
      "Other addresses": "home: Elbchaussee 5, 22765 Hamburg, Deutschland",
      Website: "https://nordwind.example",
      LinkedIn: "https://www.linkedin.com/in/anna",
      "Social profiles": "facebook: https://facebook.com/anna",
      "Notfall number": "+49 40 999",
      Birthday: "1980-04-12",
      Note: "Line one\nLine two, with comma",
      "Phonetic last name": "Mjuller",
    },
  ]);
});

test("a card of Google Contacts", async () => {
  const text = card(
    "3.0",
    "FN:Bob Hill",
    "N:Hill;Bob;;;",
    "item1.EMAIL;TYPE=INTERNET:bob@mays.example",
    "item1.X-ABLabel:",
    "EMAIL;TYPE=INTERNET;TYPE=HOME:bob@home.example",
    "TEL;TYPE=CELL:+1 555 0100",
    "item2.TEL:+1 555 0199",
    "item2.X-ABLabel:Assistant",
    "ORG:Mays\\, Hill \\; Sons",
    "TITLE:Buyer",
    "item3.URL:https\\://mays.example",
    "item3.X-ABLabel:PROFILE",
    "PHOTO:https://pictures.example/photo.jpg",
    "CATEGORIES:myContacts,Customers",
    "BDAY;VALUE=date:19850412",
  );
  expect(await cardsIn(text)).toEqual([
    {
      "First name": "Bob",
      "Last name": "Hill",
      "E-mail": "bob@mays.example; personal: bob@home.example",
      Phone: "mobile: +1 555 0100; other: +1 555 0199",
      "Assistant number": "+1 555 0199",
      Company: "Mays, Hill ; Sons",
      "Job title": "Buyer",
      Website: "https://mays.example",
      Tags: "myContacts; Customers",
      Birthday: "19850412",
    },
  ]);
});

test("a card of Android and of Outlook in version 2.1", async () => {
  const android = card(
    "2.1",
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=47=72=C3=BC=6E;J=C3=B6rg;;;",
    "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =47=72=",
    "=C3=BC=6E",
    "TEL;CELL;PREF:+491701234567",
    "TEL;X-Notfall:110",
    "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ",
    " SkZJRg==",
    "",
    "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Jo;1;;;",
  );
  const outlook = card(
    "2.1",
    "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2",
    "N;LANGUAGE=de;CHARSET=Windows-1252:Groß;Eva",
    "FN;CHARSET=Windows-1252:Eva Groß",
    "ORG:Kranbau AG;Vertrieb",
    "TEL;WORK;VOICE:+49 30 901820",
    "TEL;WORK;FAX:+49 30 901821",
    "ADR;WORK;PREF;ENCODING=QUOTED-PRINTABLE:;;Hafenstr. 1=0D=0AHof;Berlin;;10115;Germany",
    "LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Hafenstr. 1=0D=0A=",
    "10115 Berlin",
    "X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:",
    " /9j/4AAQ",
    "",
    "EMAIL;PREF;INTERNET:eva@kranbau.example",
  );
  expect(await cardsIn(android)).toEqual([
    {
      "First name": "Jörg",
      "Last name": "Grün",
      Phone: "mobile: +491701234567; other: 110",
      "Notfall number": "110",
      "Android custom": "vnd.android.cursor.item/nickname, Jo, 1",
    },
  ]);
  expect(await cardsIn(new Uint8Array(Buffer.from(outlook, "latin1")))).toEqual([
    {
      "First name": "Eva",
      "Last name": "Groß",
      "E-mail": "eva@kranbau.example",
      Phone: "+49 30 901820; fax: +49 30 901821",
      Company: "Kranbau AG",
      Department: "Vertrieb",
      Street: "Hafenstr. 1",
      "Address line 2": "Hof",
      "Postal code": "10115",
      City: "Berlin",
      Country: "Germany",
      "Kind of address": "work",
      "Label of the address": "Hafenstr. 1\n10115 Berlin",
      "Ms ol default postal address": "2",
    },
  ]);
});

test("a card of Nextcloud in version 4", async () => {
  const text = card(
    "4.0",
    "UID:7f3c",
    "FN:Priya Raman",
    "N:Raman;Priya;;;",
    'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-312-555-0142;ext=5',
    "TEL;TYPE=cell:+1 312 555 0143",
    "EMAIL;PREF=2;TYPE=work:b@x.example",
    "EMAIL;PREF=1;TYPE=home:a@x.example",
    'ADR;TYPE=home;LABEL="1 Main St\\nSpringfield":;;;;;;',
    "GENDER:F;woman",
    "IMPP:xmpp:priya@x.example",
    "PHOTO:data:image/jpeg;base64,QUJD",
    "KEY;VALUE=uri:data:application/pgp-keys;base64,QUJD",
    "CATEGORIES:a\\,b,c",
  );
  expect(await cardsIn(text)).toEqual([
    {
      "First name": "Priya",
      "Last name": "Raman",
      "E-mail": "personal: a@x.example; b@x.example",
      Phone: "home: +1-312-555-0142;ext=5; mobile: +1 312 555 0143",
      Street: "1 Main St, Springfield",
      "Kind of address": "home",
      Gender: "F, woman",
      "Instant messaging": "xmpp:priya@x.example",
      Tags: "a,b; c",
      UID: "7f3c",
    },
  ]);
});

test("everything that a card shows is kept, though its parts say something else", async () => {
  const text = card(
    "3.0",
    "N:Poe;Bo;;;",
    "FN:Bobby P.",
    "ORG:Mays",
    "ORG:Acme;Sales",
    "URL;type=HOME:https://bo.example",
  );
  expect(await cardsIn(text)).toEqual([
    {
      "First name": "Bo",
      "Last name": "Poe",
      "Shown as": "Bobby P.",
      Company: "Mays",
      "Other companies": "Acme, Sales",
      "Private page": "https://bo.example",
    },
  ]);
});
