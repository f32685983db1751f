module.exports={
apps:[{
        name:'chaos'
  ,   script   :    'c.js'
          ,env:{A:'1'
,B:'2'
                 }
,
instances
:
2}
]
}
;
