/**
 * A document for xterm.js whose `<style>` elements write to adopted style sheets: the page's content security
 * policy allows no styles in elements, but sheets that a script makes (CSSOM) are its own.
 */
export function documentWithSheets(page: Document): Document {
  return new Proxy(page, {
    get(target, key) {
      if (key === 'createElement') {
        return (name: string): HTMLElement =>
          name === 'style' ? styleElement(target) : target.createElement(name);
      }
      const value: unknown = Reflect.get(target, key, target);
      // The document's own functions know no stand-in.
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function styleElement(page: Document): HTMLStyleElement {
  const element = page.createElement('style');
  const sheet = new CSSStyleSheet();
  page.adoptedStyleSheets = [...page.adoptedStyleSheets, sheet];
  const remove = element.remove.bind(element);
  let text = '';
  Object.defineProperties(element, {
    textContent: {
      get: () => text,
      set: (value: string) => {
        text = value;
        sheet.replaceSync(value);
      },
    },
    remove: {
      value: () => {
        page.adoptedStyleSheets = page.adoptedStyleSheets.filter((each) => each !== sheet);
        remove();
      },
    },
  });
  return element;
}
