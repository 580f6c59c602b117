// XML as it is read, and what is left alone.
import { expect, test } from 'vitest';
import { prettyXml } from './pretty-xml';

test.each([
  ['<a><b>one</b><c/></a>', '<a>\n  <b>one</b>\n  <c/>\n</a>'],
  ['<?xml version="1.0"?><a x="1>0"/>', null],
  [
    '<?xml version="1.0"?>\n<a  x="1"><!-- <b> --><b/></a>',
    '<?xml version="1.0"?>\n<a  x="1">\n  <!-- <b> -->\n  <b/>\n</a>',
  ],
  ['<a><![CDATA[<x>]]></a>', '<a>\n  <![CDATA[<x>]]>\n</a>'],
  ['<p>one <b>two</b> three</p>', '<p>one\n  <b>two</b>\n  three\n</p>'],
  ['<a></a>', '<a></a>'],
  ['<a><b></a></b>', null],
  ['<a><br></a>', null],
  ['<a>1 < 2</a>', null],
  ['<a', null],
  ['a<b/>', null],
  ['', null],
  ['<a>'.repeat(5_000) + '</a>'.repeat(5_000), null],
])('%j', (text, pretty) => {
  expect(prettyXml(text)).toBe(pretty);
});
