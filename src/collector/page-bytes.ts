/** Whether the page has the text, of ASCII, at an offset. */
export function says(page: Buffer, text: string, at: number): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (page[at + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** A piece of the page as text of its own. */
export function textIn(page: Buffer, start: number, end: number): string {
  return page.toString('utf8', start, end);
}
