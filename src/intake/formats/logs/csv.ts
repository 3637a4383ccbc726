/** One line of comma-separated values with quotes (RFC 4180). */
export function csvFields(line: string): readonly string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= line.length) {
    if (line[at] === '"') {
      let field = '';
      at += 1;
      for (; at < line.length; at++) {
        if (line[at] !== '"') field += line[at];
        else if (line[at + 1] === '"') {
          field += '"';
          at += 1;
        } else break;
      }
      fields.push(field);
      const comma = line.indexOf(',', at);
      at = comma < 0 ? line.length + 1 : comma + 1;
    } else {
      const comma = line.indexOf(',', at);
      const end = comma < 0 ? line.length : comma;
      fields.push(line.slice(at, end));
      at = end + 1;
    }
  }
  return fields;
}
