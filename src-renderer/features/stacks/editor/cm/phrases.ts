import { tr } from '../../../../lib/i18n.svelte';

/** The words of CodeMirror's own panels, in the language that is shown. */
export function phrases(): Record<string, string> {
  return {
    Find: tr('editor.find'),
    Replace: tr('editor.find.replace'),
    next: tr('editor.find.next'),
    previous: tr('editor.find.previous'),
    all: tr('editor.find.all'),
    'match case': tr('editor.find.case'),
    regexp: tr('editor.find.regexp'),
    'by word': tr('editor.find.word'),
    replace: tr('editor.find.replaceOne'),
    'replace all': tr('editor.find.replaceAll'),
    close: tr('editor.find.close'),
    'Go to line': tr('editor.find.goto'),
    go: tr('editor.find.go'),
    '$ unchanged lines': tr('editor.file.unchanged'),
  };
}
