/**
 * The only script on a reader's page. It runs in the head, before anything is painted: it restores the reader's choice of theme,
 * and keeps it when it changes. Without it (or without storage) the choice still works, by `:has()`, until the page is left.
 *
 * It must stay a constant: its SHA-256 is in the Content-Security-Policy.
 */
export const themeScript =
  `(d=>{let r=d.documentElement,k='theme',s=v=>{v=='light'||v=='dark'?r.dataset[k]=v:delete r.dataset[k]},g=()=>{try{return localStorage[k]}catch{}}` +
  `,f=()=>{let i=d.querySelector('[name=theme][value='+(r.dataset[k]||'system')+']');if(i)i.checked=1};` +
  `s(g());d.addEventListener('DOMContentLoaded',f);addEventListener('pageshow',e=>{e.persisted&&(s(g()),f())});` +
  `d.addEventListener('change',({target:t})=>{if(t.name==k){s(t.value);try{localStorage[k]=t.value}catch{}}})})(document)`
