# A network with fixed addresses
docker network create --subnet 10.5.0.0/24 demo-net

# 6 servers
docker run -d --name demo-1 --restart unless-stopped \
  --net demo-net --ip 10.5.0.11 \
  -p 127.0.0.1:6381:6381 \
  -v demo-1-data:/data \
  redis:7.0 \
  redis-server --port 6381 --cluster-enabled yes \
  --cluster-config-file nodes.conf --cluster-node-timeout 5000 \
  --cluster-announce-ip 10.5.0.11 --cluster-announce-port 6381 --cluster-announce-bus-port 16381 \
  --appendonly yes

docker run -d --name demo-2 --restart unless-stopped \
  --net demo-net --ip 10.5.0.12 \
  -p 127.0.0.1:6382:6382 \
  -v demo-2-data:/data \
  redis:7.0 \
  redis-server --port 6382 --cluster-enabled yes \
  --cluster-config-file nodes.conf --cluster-node-timeout 5000 \
  --cluster-announce-ip 10.5.0.12 --cluster-announce-port 6382 --cluster-announce-bus-port 16382 \
  --appendonly yes

docker run -d --name demo-3 --restart unless-stopped \
  --net demo-net --ip 10.5.0.13 \
  -p 127.0.0.1:6383:6383 \
  -v demo-3-data:/data \
  redis:7.0 \
  redis-server --port 6383 --cluster-enabled yes \
  --cluster-config-file nodes.conf --cluster-node-timeout 5000 \
  --cluster-announce-ip 10.5.0.13 --cluster-announce-port 6383 --cluster-announce-bus-port 16383 \
  --appendonly yes

docker run -d --name demo-4 --restart unless-stopped \
  --net demo-net --ip 10.5.0.14 \
  -p 127.0.0.1:6384:6384 \
  -v demo-4-data:/data \
  redis:7.0 \
  redis-server --port 6384 --cluster-enabled yes \
  --cluster-config-file nodes.conf --cluster-node-timeout 5000 \
  --cluster-announce-ip 10.5.0.14 --cluster-announce-port 6384 --cluster-announce-bus-port 16384 \
  --appendonly yes

docker run -d --name demo-5 --restart unless-stopped \
  --net demo-net --ip 10.5.0.15 \
  -p 127.0.0.1:6385:6385 \
  -v demo-5-data:/data \
  redis:7.0 \
  redis-server --port 6385 --cluster-enabled yes \
  --cluster-config-file nodes.conf --cluster-node-timeout 5000 \
  --cluster-announce-ip 10.5.0.15 --cluster-announce-port 6385 --cluster-announce-bus-port 16385 \
  --appendonly yes

docker run -d --name demo-6 --restart unless-stopped \
  --net demo-net --ip 10.5.0.16 \
  -p 127.0.0.1:6386:6386 \
  -v demo-6-data:/data \
  redis:7.0 \
  redis-server --port 6386 --cluster-enabled yes \
  --cluster-config-file nodes.conf --cluster-node-timeout 5000 \
  --cluster-announce-ip 10.5.0.16 --cluster-announce-port 6386 --cluster-announce-bus-port 16386 \
  --appendonly yes

# Make one cluster of them
docker exec -it demo-1 redis-cli -p 6381 --cluster create 10.5.0.11:6381 10.5.0.12:6382 10.5.0.13:6383 10.5.0.14:6384 10.5.0.15:6385 10.5.0.16:6386 --cluster-replicas 1

# Look whether it works
docker exec demo-1 redis-cli -p 6381 cluster info
docker exec demo-1 redis-cli -p 6381 cluster nodes
docker exec demo-1 redis-cli -p 6381 --cluster check 10.5.0.11:6381
docker exec demo-1 redis-cli -p 6381 -c set greeting hello
docker exec demo-1 redis-cli -p 6381 -c get greeting

# Grow by a master and its replica
docker run -d --name demo-7 --restart unless-stopped \
  --net demo-net --ip 10.5.0.17 \
  -p 127.0.0.1:6387:6387 \
  -v demo-7-data:/data \
  redis:7.0 \
  redis-server --port 6387 --cluster-enabled yes \
  --cluster-config-file nodes.conf --cluster-node-timeout 5000 \
  --cluster-announce-ip 10.5.0.17 --cluster-announce-port 6387 --cluster-announce-bus-port 16387 \
  --appendonly yes

docker run -d --name demo-8 --restart unless-stopped \
  --net demo-net --ip 10.5.0.18 \
  -p 127.0.0.1:6388:6388 \
  -v demo-8-data:/data \
  redis:7.0 \
  redis-server --port 6388 --cluster-enabled yes \
  --cluster-config-file nodes.conf --cluster-node-timeout 5000 \
  --cluster-announce-ip 10.5.0.18 --cluster-announce-port 6388 --cluster-announce-bus-port 16388 \
  --appendonly yes

until docker exec demo-7 redis-cli -p 6387 ping; do sleep 1; done
until docker exec demo-8 redis-cli -p 6388 ping; do sleep 1; done

docker exec demo-1 redis-cli -p 6381 --cluster add-node 10.5.0.17:6387 10.5.0.11:6381

NEW=$(docker exec demo-7 redis-cli -p 6387 cluster myid)

until docker exec demo-1 redis-cli -p 6381 cluster nodes | grep -q "$NEW"; do sleep 1; done
until docker exec demo-2 redis-cli -p 6382 cluster nodes | grep -q "$NEW"; do sleep 1; done
until docker exec demo-3 redis-cli -p 6383 cluster nodes | grep -q "$NEW"; do sleep 1; done

until docker exec demo-1 redis-cli -p 6381 --cluster check 10.5.0.11:6381; do sleep 1; done

docker exec demo-1 redis-cli -p 6381 --cluster reshard 10.5.0.11:6381 \
  --cluster-from all --cluster-to "$NEW" --cluster-slots 4096 --cluster-yes

until docker exec demo-1 redis-cli -p 6381 --cluster check 10.5.0.11:6381; do sleep 1; done

docker exec demo-1 redis-cli -p 6381 --cluster add-node 10.5.0.18:6388 10.5.0.17:6387 \
  --cluster-slave --cluster-master-id "$NEW"

until docker exec demo-1 redis-cli -p 6381 --cluster check 10.5.0.11:6381; do sleep 1; done

# Shrink again
NEW=$(docker exec demo-7 redis-cli -p 6387 cluster myid)

docker exec demo-1 redis-cli -p 6381 --cluster del-node 10.5.0.18:6388 "$(docker exec demo-8 redis-cli -p 6388 cluster myid)"

docker exec demo-1 redis-cli -p 6381 --cluster reshard 10.5.0.11:6381 \
  --cluster-from "$NEW" --cluster-to id-1 --cluster-slots 1365 --cluster-yes

until docker exec demo-1 redis-cli -p 6381 --cluster check 10.5.0.11:6381; do sleep 1; done

docker exec demo-1 redis-cli -p 6381 --cluster reshard 10.5.0.11:6381 \
  --cluster-from "$NEW" --cluster-to id-2 --cluster-slots 1365 --cluster-yes

until docker exec demo-1 redis-cli -p 6381 --cluster check 10.5.0.11:6381; do sleep 1; done

docker exec demo-1 redis-cli -p 6381 --cluster reshard 10.5.0.11:6381 \
  --cluster-from "$NEW" --cluster-to id-3 --cluster-slots 1366 --cluster-yes

until docker exec demo-1 redis-cli -p 6381 --cluster check 10.5.0.11:6381; do sleep 1; done

docker exec demo-1 redis-cli -p 6381 --cluster del-node 10.5.0.17:6387 "$NEW"

docker rm -f demo-7 demo-8

docker volume rm demo-7-data demo-8-data

# Remove all of it
docker rm -f demo-1 demo-2 demo-3 demo-4 demo-5 demo-6
docker volume rm demo-1-data demo-2-data demo-3-data demo-4-data demo-5-data demo-6-data
docker network rm demo-net
